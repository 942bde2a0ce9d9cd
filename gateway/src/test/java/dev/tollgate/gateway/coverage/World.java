package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Meter;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import dev.tollgate.records.ModuleProvider;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A workspace in which operations can be called, with credentials and inputs. Safe for concurrent cases. */
final class World {

    static final GatewayFixture GATEWAY = GatewayFixture.shared();
    static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    /** Statuses after which callers are asked to repeat: nothing was done, or the tenant reads another list. */
    private static final Set<Integer> REPEATED = Set.of(503, 429);

    private final GatewayFixture.Prepared prepared;
    private final Set<String> modules;
    private final SampleInput input = new SampleInput(this);
    private final Map<List<Scope>, JsonObject> keys = new ConcurrentHashMap<>();
    private final Map<List<Scope>, JsonObject> clients = new ConcurrentHashMap<>();
    private final Map<Route, ObjectNode> kept = new ConcurrentHashMap<>();

    private World(GatewayFixture.Prepared prepared, Set<String> modules) {
        this.prepared = prepared;
        this.modules = modules;
        modules.forEach(key -> prepared.module(key, true));
    }

    /** A new tenant with a workspace that has every module. */
    static World on(String plan) {
        return new World(GATEWAY.tenant(plan), Set.copyOf(CATALOGUE.switches().all()));
    }

    /** A new tenant with a workspace in which only this operation needs to succeed. */
    static World onlyFor(CompiledFace<?, ?> face) {
        var module = face.module();
        return new World(GATEWAY.tenant("team"), module.switchable() ? Set.of(module.key()) : Set.of());
    }

    /** A workspace in which these operations have their input, and nothing is left to pay with. */
    static World poor(Stream<CompiledFace<?, ?>> faces) {
        var world = on("team");
        var _ = List.of(world.key(), world.client());
        faces.forEach(world::keep);
        return world.broke();
    }

    private void keep(CompiledFace<?, ?> face) {
        try {
            var _ = kept(face);
        } catch (AssertionError failed) {
            // The tests of this operation try again and fail; those of the others go on.
        }
    }

    /** Another workspace of the same tenant. */
    World neighbour() {
        return new World(GATEWAY.workspace(prepared.tenant()), modules);
    }

    GatewayFixture.Prepared prepared() {
        return prepared;
    }

    /** Nothing is left to pay with from now on. */
    @CanIgnoreReturnValue
    World broke() {
        GATEWAY.operator(
                        "PUT",
                        "/control/v1/tenants/" + prepared.tenant() + "/plan",
                        new JsonObject().put("plan", "enterprise"))
                .expect(200);
        return this;
    }

    World dark() {
        modules.forEach(key -> prepared.module(key, false));
        return this;
    }

    /** An API key with these scopes; made once. */
    String key(Collection<Scope> scopes) {
        return keys.computeIfAbsent(List.copyOf(scopes), set -> prepared.apiKey(texts(set)))
                .getString("secret");
    }

    String key() {
        return key(CATALOGUE.scopes().all());
    }

    /** An MCP client with these scopes; made once. */
    McpCaller client(Collection<Scope> scopes) {
        var made = clients.computeIfAbsent(List.copyOf(scopes), set -> prepared.mcpClient(texts(set)));
        return new McpCaller(GATEWAY, made.getString("secret"));
    }

    McpCaller client() {
        return client(CATALOGUE.scopes().all());
    }

    static List<Scope> allBut(Scope scope) {
        var rest = new ArrayList<>(CATALOGUE.scopes().all());
        rest.remove(scope);
        return rest;
    }

    /** Calls a face as who may. */
    Reply call(CompiledFace<?, ?> face, ObjectNode fields) {
        var token = switch (face.face().plane()) {
            case APP -> key();
            case CONTROL -> GATEWAY.operatorToken();
        };
        return call(face, fields, token);
    }

    Reply call(CompiledFace<?, ?> face, ObjectNode fields, @Nullable String token, String... headers) {
        var target = new Target(GATEWAY, prepared.tenant(), prepared.workspace());
        return GatewayFixture.repeated(REPEATED, () -> target.call(face, fields, token, headers));
    }

    /** Calls an operation as a tool; its result. */
    static JsonObject tool(McpCaller client, CompiledFace<?, ?> face, ObjectNode fields) {
        var arguments = new JsonObject(fields.toString());
        if (face.operation().has(Trait.KEY_REQUIRED)) {
            arguments.put("idempotency_key", UUID.randomUUID().toString());
        }
        return GatewayFixture.patiently(() -> client.call(face.operation().name(), arguments))
                .expect(200)
                .json()
                .getJsonObject("result");
    }

    /**
     * Fields with which the call succeeds. Those of a write are new each time; those of a read are made once, since the
     * read leaves them good. A download costs its size only once in a while.
     */
    ObjectNode sample(CompiledFace<?, ?> face) {
        return face.operation().changes() || face.face().meter() instanceof Meter.Sized<?, ?>
                ? input.of(face)
                : kept(face);
    }

    /** The size of the file that an input names. */
    long bytes(ObjectNode fields) {
        var get = Objects.requireNonNull(CATALOGUE.face("get_asset", Plane.APP));
        return call(get, fields).expect(200).data().getLong("byte_size");
    }

    /** Fields with which the call would succeed, made once: for calls that are refused, and so leave them good. */
    ObjectNode kept(CompiledFace<?, ?> face) {
        return kept.computeIfAbsent(face.face().route(), _ -> input.of(face)).deepCopy();
    }

    /**
     * Whether cases can share a world to call it: it changes nothing, or one record of a workspace, and neither the
     * workspace nor the tenant itself.
     */
    static boolean mayShare(CompiledFace<?, ?> face) {
        var operation = face.operation();
        var parameters = face.face().route().parameters();
        return !operation.changes()
                || parameters.contains("workspace_id")
                        && (parameters.contains("id") || operation.success() != Success.OK);
    }

    private static String[] texts(List<Scope> scopes) {
        return scopes.stream().map(Scope::text).toArray(String[]::new);
    }
}
