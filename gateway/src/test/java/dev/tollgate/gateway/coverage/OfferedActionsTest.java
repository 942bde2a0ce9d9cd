package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.Browser;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An action whose declaration says in which statuses of its record it changes something is offered in exactly those.
 */
class OfferedActionsTest {

    private static final Browser OPERATOR = Browser.ofOperator(World.GATEWAY);
    private static final String CONSOLE = "/console";
    private static final String API = "/control/v1";
    private static final int DONE_MAX = 299;

    /** What a new record needs first, since nobody undoes what was not done. */
    private static final Map<String, String> FIRST = Map.of(
            "restore_workspace", "archive_workspace",
            "resume_workspace", "suspend_workspace",
            "resume_webhook", "pause_webhook");

    private static final int OK = 200;

    static Stream<Named<CompiledFace<?, ?>>> operations() {
        return CatalogueCoverageTest.named(declared().stream());
    }

    private static List<CompiledFace<?, ?>> declared() {
        return World.CATALOGUE.faces(Plane.CONTROL).stream()
                .filter(face -> !face.operation().statuses().isEmpty())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void an_action_is_offered_in_its_statuses_and_in_no_other(CompiledFace<?, ?> face) {
        var world = World.onlyFor(face);
        world.prepared().module("tasks", true); // of the scopes of credentials
        var fields = world.sample(face);
        declared().stream()
                .filter(other -> other.operation()
                        .name()
                        .equals(FIRST.get(face.operation().name())))
                .forEach(other -> world.call(other, fields).expect(OK));
        var url = ConsoleRolesTest.page(face, fields, world);
        var before = record(url, fields);
        assertThat(face.operation().statuses()).contains(status(before));
        assertOffered(world, fields, url, status(before));

        assertThat(world.call(face, fields).status()).isLessThanOrEqualTo(DONE_MAX);

        var after = record(url, fields);
        assertOffered(world, fields, url, status(after));
        if (!face.operation().isFor(status(after))) {
            assertThat(world.call(face, fields).status()).isIn(OK, 409);
            assertThat(record(url, fields)).isEqualTo(after);
        }
    }

    /** Of all actions on the record, the page has links to those for its status. */
    private static void assertOffered(World world, ObjectNode fields, String url, String status) {
        var page = offering(url);
        for (var other : declared()) {
            var action = ConsoleRolesTest.page(other, fields, world);
            if (parent(action).equals(parent(url))) {
                assertThat(page.contains("href=\"" + action + '"'))
                        .as("%s is offered while it is %s", action, status)
                        .isEqualTo(other.operation().isFor(status));
            }
        }
    }

    /** The page above a form: that of its record, else the list with it. */
    private static String offering(String url) {
        var record = OPERATOR.get(parent(url));
        return record.status() == OK
                ? record.body()
                : OPERATOR.get(parent(parent(url))).expect(OK).body();
    }

    /** The record that a form acts on, as programs get it. */
    private static JsonObject record(String url, ObjectNode fields) {
        var path = API + parent(url).substring(CONSOLE.length());
        var record = World.GATEWAY.operator("GET", path, null);
        return record.status() == OK
                ? record.data()
                : World.GATEWAY.operator("GET", parent(path) + "?limit=100", null).expect(OK).list().stream()
                        .map(JsonObject.class::cast)
                        .filter(one ->
                                one.getString("id").equals(fields.path("id").asText()))
                        .findFirst()
                        .orElseThrow();
    }

    private static String status(JsonObject record) {
        return record.getString("status");
    }

    private static String parent(String path) {
        return path.substring(0, path.lastIndexOf('/'));
    }
}
