package dev.tollgate.gateway.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.access.FloodBuckets;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.pipeline.OwnContexts;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.table.RecordNames;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What names in arguments cost before the call is held: look-ups, which a refused call does not pay. */
class NamedArgumentsTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final ToolInput<?> CREATE_TASKS = Objects.requireNonNull(
            Catalogue.of(ModuleProvider.all()).tools().get("create_tasks").tool());

    private final Vertx vertx = Vertx.vertx();
    private final GatewayFixture.Prepared workspace = GATEWAY.tenant("team").module("crm", true);

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void wrong_names_take_a_call_out_of_the_flood_bucket_for_every_ten_and_one_for_the_names_there_are() {
        assertThat(workNanos(wrong(1))).isEqualTo(2 * FloodBuckets.WORK_NANOS);
        assertThat(workNanos(wrong(10))).isEqualTo(2 * FloodBuckets.WORK_NANOS);
        assertThat(workNanos(wrong(100))).isEqualTo(11 * FloodBuckets.WORK_NANOS);
    }

    @Test
    void names_that_are_right_cost_their_look_up() {
        GATEWAY.call(
                        "POST",
                        "/v1/contacts",
                        workspace.apiKey("crm:read", "crm:write").getString("secret"),
                        new JsonObject().put("name", "Ada Lovelace"))
                .expect(201);

        assertThat(workNanos(Stream.of("Ada Lovelace", "Ada Lovelace"))).isEqualTo(NameFaults.LOOK_UP_NANOS);
        assertThat(workNanos(Stream.of())).isZero();
    }

    private static Stream<String> wrong(int names) {
        return IntStream.range(0, names).mapToObj(n -> "Nobody " + n);
    }

    /** Of one task for each of these names. */
    private long workNanos(Stream<String> contacts) {
        var items = JsonNodeFactory.instance.arrayNode();
        contacts.forEach(contact -> items.addObject().put("title", "Call").put("contact_id", contact));
        JsonNode arguments = JsonNodeFactory.instance.objectNode().set("items", items);
        return Future.<NameFaults>future(promise -> vertx.runOnContext(
                        _ -> names().resolve(context(), CREATE_TASKS, arguments).onComplete(promise)))
                .await()
                .workNanos();
    }

    private NamedArguments names() {
        var process = GATEWAY.process().context();
        return new NamedArguments(
                new RecordNames(Database.open(vertx, process.postgres(), DatabaseRole.APP, 1, process.clock())));
    }

    private RequestContext context() {
        var home = new WorkspaceSnapshot(
                new WorkspaceId(id("wrk", workspace.workspace())),
                new TenantId(id("tnt", workspace.tenant())),
                "acme",
                "Acme",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of("crm", "tasks"),
                "team");
        return OwnContexts.in(home, Set.of(new Scope("crm:read"), new Scope("tasks:write")));
    }

    private static UUID id(String prefix, String text) {
        return TypeId.parse(prefix, text).orElseThrow();
    }
}
