package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.answer.ModelRecords;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.PriceTag;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.gateway.catalogue.input.NamedReference;
import dev.tollgate.gateway.mcp.McpCaller;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation of the app plane, through REST and MCP, does what its declaration implies. */
class CatalogueCoverageTest {

    private static final PriceBook PRICES = PriceBook.shipped();

    /** What concise records do not have. */
    private static final Set<String> BOOKKEEPING =
            Set.of("workspace_id", "created_at", "updated_at", "source", "last_actor", "superseded");

    private static final World HOME = World.on("team");
    private static final World NEIGHBOUR = HOME.neighbour();
    private static final World DARK = dark();

    static Stream<Named<CompiledFace<?, ?>>> operations() {
        return named(World.CATALOGUE.faces(Plane.APP).stream());
    }

    static Stream<Named<CompiledFace<?, ?>>> tools() {
        return named(World.CATALOGUE.tools().values().stream());
    }

    static Stream<Named<CompiledFace<?, ?>>> scoped() {
        return named(World.CATALOGUE.faces(Plane.APP).stream().filter(face -> face.scope() != null));
    }

    static Stream<Named<CompiledFace<?, ?>>> switched() {
        return named(World.CATALOGUE.faces(Plane.APP).stream().filter(face -> face.moduleBit() != 0));
    }

    static Stream<Named<CompiledFace<?, ?>>> aboutRecords() {
        return named(World.CATALOGUE.faces(Plane.APP).stream()
                .filter(face -> face.face().route().parameters().stream().anyMatch(name -> isId(face, name))));
    }

    private static boolean isId(CompiledFace<?, ?> face, String parameter) {
        var schema = face.rest().schema().document().path("properties").path(parameter);
        return schema.path("pattern").asText().endsWith("{25}$");
    }

    @ConcurrentTest
    @MethodSource("operations")
    void without_a_credential_nothing_is_answered(CompiledFace<?, ?> face) {
        var reply = HOME.call(face, HOME.kept(face), null);

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo("unauthorized");
    }

    @ConcurrentTest
    @MethodSource("operations")
    void a_credential_of_another_surface_opens_nothing(CompiledFace<?, ?> face) {
        var fields = HOME.kept(face);

        assertThat(HOME.call(face, fields, HOME.client().token()).status()).isEqualTo(401);
        assertThat(HOME.call(face, fields, World.GATEWAY.operatorToken()).status())
                .isEqualTo(401);
    }

    @ConcurrentTest
    @MethodSource("scoped")
    void without_its_scope_a_call_is_refused(CompiledFace<?, ?> face) {
        var rest = World.allBut(face.scope());
        var fields = HOME.kept(face);

        var reply = HOME.call(face, fields, HOME.key(rest));

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("missing_required_scope");
        assertThat(reply.json().getString("required_scope"))
                .isEqualTo(face.scope().text());
        sameByMcp(face, HOME.client(rest), fields, "missing_required_scope");
    }

    @ConcurrentTest
    @MethodSource("switched")
    void with_its_module_off_a_call_is_refused(CompiledFace<?, ?> face) {
        var fields = HOME.kept(face);

        var reply = DARK.call(face, fields, DARK.key());

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo("module_not_enabled");
        sameByMcp(face, DARK.client(), fields, "module_not_enabled");
    }

    @ConcurrentTest
    @MethodSource("aboutRecords")
    void a_record_of_another_workspace_is_not_found(CompiledFace<?, ?> face) {
        var fields = HOME.kept(face);

        var reply = NEIGHBOUR.call(face, fields, NEIGHBOUR.key());

        assertThat(reply.status()).isEqualTo(404);
        assertThat(reply.code()).isEqualTo("resource_not_found");
        sameByMcp(face, NEIGHBOUR.client(), fields, "resource_not_found");
    }

    @ConcurrentTest
    @MethodSource("operations")
    void a_success_is_audited_and_metered_once_at_its_price(CompiledFace<?, ?> face) {
        var fields = HOME.sample(face);
        var trail = Trail.ofWorkspace(HOME);

        var reply = HOME.call(face, fields);

        assertThat(reply.status()).as(reply.body()).isEqualTo(status(face));
        var requestId = reply.json().getString("request_id");
        assertThat(reply.header("X-Request-Id")).contains(requestId);
        if (face.operation().changes()) {
            trail.isAuditedAtOnce(face, requestId);
        }
        var micros = charge(face, Surface.REST, fields);
        assertThat(Math.max(0, reply.charge())).isEqualTo(micros);
        trail.isMeteredOnce(requestId, micros);
    }

    @ConcurrentTest
    @MethodSource("tools")
    void by_mcp_the_outcome_is_the_same(CompiledFace<?, ?> face) {
        var byRest = HOME.call(face, HOME.sample(face)).json();
        var fields = HOME.sample(face);

        var result = World.tool(HOME.client(), face, fields);

        assertThat(McpCaller.code(result)).as(result.encode()).isEmpty();
        var envelope = result.getJsonObject("structuredContent");
        assertThat(envelope.fieldNames()).containsAll(byRest.fieldNames());
        var records = ModelRecords.of(face.operation().answer().element());
        if (byRest.getValue("data") instanceof JsonObject data) {
            var whole = shown(face, data.fieldNames());
            var leftOut = new HashSet<>(whole);
            leftOut.removeAll(envelope.getJsonObject("data").fieldNames());
            assertThat(whole).containsAll(envelope.getJsonObject("data").fieldNames());
            assertThat(leftOut).isSubsetOf(BOOKKEEPING);
        }
        var schema = records.schema(face.toolEnvelope(), false);
        assertThat(InputSchema.shown(schema).faults(Json.read(envelope.encode(), ObjectNode.class)))
                .isEmpty();
        var micros = charge(face, Surface.MCP, fields);
        var meta = result.getJsonObject("_meta");
        assertThat(meta.getLong("dev.tollgate/charge_micros", 0L)).isEqualTo(micros);
        Trail.ofWorkspace(HOME).isMeteredOnce(meta.getString("dev.tollgate/request_id"), micros);
    }

    /** The names of fields as tools answer them. */
    private static Set<String> shown(CompiledFace<?, ?> face, Set<String> fields) {
        var shown = new HashSet<>(fields);
        for (var reference : NamedReference.of(face.operation().answer().element())) {
            if (shown.remove(reference.field())) {
                shown.add(reference.shown());
            }
        }
        return shown;
    }

    private static void sameByMcp(CompiledFace<?, ?> face, McpCaller client, ObjectNode fields, String code) {
        if (face.tool() != null) {
            assertThat(McpCaller.code(World.tool(client, face, fields))).isEqualTo(code);
        }
    }

    private static PriceTag price(CompiledFace<?, ?> face, Surface surface) {
        return PriceTag.of(face, surface, PRICES, Clock.systemUTC().instant());
    }

    private static long charge(CompiledFace<?, ?> face, Surface surface, ObjectNode fields) {
        var price = price(face, surface);
        return face.face().meter() instanceof Meter.Sized<?, ?>
                ? PRICES.at(price.dimension(), Clock.systemUTC().instant()).micros(HOME.bytes(fields))
                : price.unitMicros() * units(fields);
    }

    private static long units(ObjectNode fields) {
        var list = fields.path("items").isArray() ? fields.path("items") : fields.path("events");
        return list.isArray() ? list.size() : 1;
    }

    static int status(CompiledFace<?, ?> face) {
        return face.operation().answer() instanceof Answer.Batched<?>
                ? 200
                : face.operation().success().status();
    }

    private static World dark() {
        var world = HOME.neighbour();
        var _ = List.of(world.key(), world.client());
        return world.dark();
    }

    static Stream<Named<CompiledFace<?, ?>>> named(Stream<CompiledFace<?, ?>> faces) {
        return faces.map(
                face -> Named.of(face.operation().name() + ' ' + face.face().route(), face));
    }
}
