package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.openapi.RoleMatrix;
import dev.tollgate.gateway.openapi.RoleMatrix.Answer;
import dev.tollgate.gateway.openapi.RoleMatrix.Place;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operation by role by place: every cell of the matrix in {@code docs/roles.md} is called, and answers as declared. */
class RolesTest {

    private static final World ELSEWHERE = World.on("team");

    /** One world of each place, and somebody of each role in the first. */
    private record Stage(Map<Place, World> worlds, Map<Role, String> tokens) {

        static Stage set() {
            var home = World.on("team");
            var tokens = new EnumMap<Role, String>(Role.class);
            for (var role : Role.values()) {
                tokens.put(
                        role,
                        switch (role) {
                            case OPERATOR -> World.GATEWAY.operatorToken();
                            case TENANT_OWNER ->
                                People.tenantOwner(home.prepared()).token();
                            case OWNER, ADMIN, MEMBER, AGENT, READONLY ->
                                People.member(home.prepared(), role.name()).token();
                        });
            }
            return new Stage(
                    Map.of(Place.OWN, home, Place.OTHER_WORKSPACE, home.neighbour(), Place.OTHER_TENANT, ELSEWHERE),
                    tokens);
        }
    }

    static Stream<Named<CompiledFace<?, ?>>> operations() {
        return CatalogueCoverageTest.named(
                World.CATALOGUE.faces(Plane.CONTROL).stream().filter(face -> face.signed() == null));
    }

    @ParameterizedTest
    @MethodSource("operations")
    void every_role_is_answered_at_every_place_as_declared(CompiledFace<?, ?> face) {
        var stage = Stage.set();

        refusals(face, stage);

        permissions(face, stage);
    }

    /** Refused calls change nothing, so one input serves them all; it would succeed, were nobody at the gate. */
    private static void refusals(CompiledFace<?, ?> face, Stage stage) {
        for (var place : RoleMatrix.Subject.of(face).places()) {
            var world = stage.worlds().get(place);
            var fields = world.sample(face);
            for (var role : refused(face, place)) {
                var reply = world.call(face, fields, stage.tokens().get(role));

                var expected = RoleMatrix.answer(face, role, place) == Answer.NOT_FOUND
                        ? List.of(404, "resource_not_found")
                        : List.of(403, "role_not_allowed");
                assertThat(List.of(reply.status(), reply.code()))
                        .as("%s at %s", role, place)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<Role> refused(CompiledFace<?, ?> face, Place place) {
        return Stream.of(Role.values())
                .filter(role -> RoleMatrix.answer(face, role, place) != Answer.DONE)
                .toList();
    }

    /** A call that is let through succeeds, or meets the refusal an operator meets in the same state. */
    private static void permissions(CompiledFace<?, ?> face, Stage stage) {
        for (var place : RoleMatrix.Subject.of(face).places()) {
            var world = stage.worlds().get(place);
            for (var role : Role.values()) {
                if (RoleMatrix.answer(face, role, place) == Answer.DONE) {
                    var reply =
                            world.call(face, world.sample(face), stage.tokens().get(role));

                    if (reply.status() >= 300) {
                        var toOperator = world.call(face, world.sample(face));
                        assertThat(List.of(reply.status(), reply.code()))
                                .as("%s at %s: %s", role, place, reply.body())
                                .isEqualTo(List.of(toOperator.status(), toOperator.code()));
                    }
                }
            }
        }
    }
}
