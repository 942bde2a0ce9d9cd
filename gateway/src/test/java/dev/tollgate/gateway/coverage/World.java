package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.Examples;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import dev.tollgate.records.ModuleProvider;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A workspace with every module on, in which every operation can be called: inputs come from the declared examples, and
 * records that an input names are made by calling the operation that creates them.
 */
final class World {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    static final GatewayFixture GATEWAY = GatewayFixture.shared();
    static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    private static final String TENANT_PREFIX = "^tnt_";
    private static final String WORKSPACE_PREFIX = "^wrk_";
    private static final String REQUEST_PREFIX = "^req_";

    /** Somebody is a member, or an owner, once at most. */
    private static final String SUBJECT = "subject";

    /** An account of today has no statement for the month of an example. */
    private static final String MONTH = "month";

    private final GatewayFixture.Prepared prepared;
    private final Map<List<Scope>, JsonObject> keys = new HashMap<>();
    private final Map<List<Scope>, JsonObject> clients = new HashMap<>();

    World(GatewayFixture.Prepared prepared) {
        this.prepared = prepared;
        CATALOGUE.switches().all().forEach(key -> prepared.module(key, true));
    }

    static World on(String plan) {
        return new World(GATEWAY.tenant(plan));
    }

    /** Another workspace of the same tenant. */
    World neighbour() {
        return new World(GATEWAY.workspace(prepared.tenant()));
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
        CATALOGUE.switches().all().forEach(key -> prepared.module(key, false));
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

    Reply call(CompiledFace<?, ?> face, ObjectNode fields, @Nullable String token) {
        return new Target(GATEWAY, prepared.tenant(), prepared.workspace()).call(face, fields, token);
    }

    /** Fields with which the call succeeds. */
    ObjectNode sample(CompiledFace<?, ?> face) {
        var schema = face.rest().schema().document();
        var example = Examples.of(face.operation());
        var fields = example == null ? JsonNodeFactory.instance.objectNode() : example;
        var properties = (ObjectNode) schema.path("properties");
        for (var property : properties.properties()) {
            var pattern = property.getValue().path("pattern").asText();
            var wanted = fields.has(property.getKey()) || requires(schema, property.getKey());
            if (wanted && pattern.endsWith("{25}$")) {
                fields.put(property.getKey(), id(face, pattern));
            } else if (wanted && !fields.has(property.getKey())) {
                fields.set(property.getKey(), value(property.getValue()));
            }
        }
        if (fields.has(MONTH)) {
            fields.put(MONTH, YearMonth.now(ZoneOffset.UTC).toString());
        }
        if (fields.has(SUBJECT)) {
            fields.put(SUBJECT, "user_" + UUID.randomUUID());
        }
        if (face.face().route().method().equals("PATCH") && example == null) {
            change(properties, fields);
        }
        return fields;
    }

    private static boolean requires(ObjectNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode value(JsonNode schema) {
        var type = schema.path("type").isArray()
                ? schema.path("type").get(0).asText()
                : schema.path("type").asText();
        var nodes = JsonNodeFactory.instance;
        return switch (type) {
            case "integer" -> nodes.numberNode(schema.path("minimum").asInt(1));
            case "boolean" -> nodes.booleanNode(true);
            case "array" -> nodes.arrayNode().add(value(schema.path("items")));
            default -> schema.has("enum") ? schema.path("enum").get(0) : nodes.textNode("Sample");
        };
    }

    /** A patch that changes something: the first field of plain text. */
    private static void change(ObjectNode properties, ObjectNode fields) {
        for (var property : properties.properties()) {
            var schema = property.getValue();
            var text = schema.path("type").toString().contains("string");
            if (text && !fields.has(property.getKey()) && !schema.has("enum") && !schema.has("format")) {
                fields.put(property.getKey(), "Changed");
                return;
            }
        }
    }

    private String id(CompiledFace<?, ?> face, String pattern) {
        if (pattern.startsWith(TENANT_PREFIX)) {
            return prepared.tenant();
        }
        if (pattern.startsWith(WORKSPACE_PREFIX)) {
            return prepared.workspace();
        }
        if (pattern.startsWith(REQUEST_PREFIX)) {
            return creationOnSameTarget(face).json().getString("request_id");
        }
        return create(creator(face.face().plane(), pattern)).data().getString("id");
    }

    /** A call that the audit of the same workspace, or of the same tenant, knows. */
    private Reply creationOnSameTarget(CompiledFace<?, ?> face) {
        var ofTenant = face.face().route().parameters().contains("tenant_id");
        return create(CATALOGUE.faces(ofTenant ? Plane.CONTROL : Plane.APP).stream()
                .filter(World::creates)
                .filter(other -> !ofTenant || other.face().route().parameters().contains("tenant_id"))
                .findFirst()
                .orElseThrow());
    }

    /** A record made beforehand; asked for again while a loaded machine answers that a part is away. */
    private Reply create(CompiledFace<?, ?> face) {
        var made = new AtomicReference<Reply>();
        Eventually.within(PATIENCE, () -> {
            made.set(call(face, sample(face)));
            var _ = made.get().expect(face.operation().success().status());
        });
        return made.get();
    }

    private static CompiledFace<?, ?> creator(Plane plane, String pattern) {
        return CATALOGUE.faces(plane).stream()
                .filter(face -> creates(face) || makesOfAnother(face, pattern))
                .filter(face ->
                        face.element().at("/properties/id/pattern").asText().equals(pattern))
                .findFirst()
                .orElseThrow(() -> new AssertionError("nothing creates a record with an id like " + pattern));
    }

    private static boolean creates(CompiledFace<?, ?> face) {
        return face.operation().success() != Success.OK && face.operation().answer() instanceof Answer.Json<?>;
    }

    /** Whether it makes a record of one of another kind, as a webhook makes test deliveries. */
    private static boolean makesOfAnother(CompiledFace<?, ?> face, String pattern) {
        var named = face.rest().schema().document().at("/properties/id/pattern").asText();
        return face.operation().changes() && !named.isEmpty() && !named.equals(pattern);
    }

    private static String[] texts(List<Scope> scopes) {
        return scopes.stream().map(Scope::text).toArray(String[]::new);
    }
}
