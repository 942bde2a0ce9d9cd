package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.schema.Examples;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Inputs with which operations succeed in a world: the declared examples, where records that an input names are made by
 * calling the operation that creates them.
 */
record SampleInput(World world) {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String TENANT_PREFIX = "^tnt_";
    private static final String WORKSPACE_PREFIX = "^wrk_";
    private static final String REQUEST_PREFIX = "^req_";
    private static final String VIOLATION_PREFIX = "^vio_";
    private static final String LEDGER_PREFIX = "^led_";

    /** A person is a member, or an owner, once at most. */
    private static final String SUBJECT = "subject";

    /** Names of some records are unique in a workspace. */
    private static final String NAME = "name";

    /** The event type that is registered and published in examples. */
    private static final String EVENT_TYPE = "order.paid";

    private static final String TYPE = "type";

    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** A name in URLs belongs to one record. */
    private static final String SLUG = "slug";

    /** A new account has no statement for the month of an example. */
    private static final String MONTH = "month";

    ObjectNode of(CompiledFace<?, ?> face) {
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
                fields.set(
                        property.getKey(),
                        ofRecord(face, property.getKey()).orElseGet(() -> value(property.getValue())));
            }
        }
        if (fields.has(MONTH)) {
            fields.put(MONTH, YearMonth.now(ZoneOffset.UTC).toString());
        }
        if (face.operation().changes() && fields.path(NAME).isTextual()) {
            fields.put(NAME, fields.path(NAME).asText() + ' ' + NUMBERS.incrementAndGet());
        }
        if (face.operation().success() == Success.CREATED && fields.has(SLUG)) {
            fields.put(SLUG, "slug-" + UUID.randomUUID());
        }
        if (fields.path(TYPE).asText().equals(EVENT_TYPE)) {
            fields.put(TYPE, eventType(face));
        }
        if (fields.has(SUBJECT)) {
            fields.put(SUBJECT, "user_" + UUID.randomUUID());
        }
        if (face.face().route().method().equals("PATCH") && example == null) {
            change(properties, fields);
        }
        return fields;
    }

    /** A name that is new, or one that is registered. */
    private String eventType(CompiledFace<?, ?> face) {
        if (face.operation().success() == Success.CREATED) {
            return EVENT_TYPE + '_' + NUMBERS.incrementAndGet();
        }
        return create(named("register_event_type")).data().getString(TYPE);
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
                fields.put(property.getKey(), "Changed " + NUMBERS.incrementAndGet());
                return;
            }
        }
    }

    private String id(CompiledFace<?, ?> face, String pattern) {
        if (pattern.startsWith(TENANT_PREFIX)) {
            return world.prepared().tenant();
        }
        if (pattern.startsWith(WORKSPACE_PREFIX)) {
            return world.prepared().workspace();
        }
        if (pattern.startsWith(REQUEST_PREFIX)) {
            return creationOnSameTarget(face).json().getString("request_id");
        }
        if (pattern.startsWith(VIOLATION_PREFIX)) {
            return violation();
        }
        if (pattern.startsWith(LEDGER_PREFIX)) {
            return ledgerEntry();
        }
        return create(creator(face, pattern)).data().getString("id");
    }

    /** An entry comes from what moves money. */
    private String ledgerEntry() {
        var _ = create(Objects.requireNonNull(World.CATALOGUE.face("create_top_up", Plane.CONTROL)));
        var ledger = Objects.requireNonNull(World.CATALOGUE.face("list_ledger", Plane.CONTROL));
        return world.call(ledger, of(ledger)).expect(200).list().stream()
                .map(JsonObject.class::cast)
                .filter(entry -> entry.getString("kind").equals("top_up"))
                .findFirst()
                .orElseThrow()
                .getString("id");
    }

    /** A violation comes from an event that is too old for any row; one name has one of a kind. */
    private String violation() {
        var tracking = named("track_events");
        var fields = of(tracking);
        ((ObjectNode) fields.path("events").get(0))
                .put(NAME, "old event " + NUMBERS.incrementAndGet())
                .put("occurred_at", "2001-01-01T00:00:00Z");
        var answer = new AtomicReference<Reply>();
        Eventually.within(PATIENCE, () -> {
            answer.set(world.call(tracking, fields));
            var _ = answer.get().expect(tracking.operation().success().status());
        });
        return answer.get().data().getJsonArray("results").getJsonObject(0).getString("violation_id");
    }

    private static CompiledFace<?, ?> named(String operation) {
        return World.CATALOGUE.faces(Plane.APP).stream()
                .filter(face -> face.operation().name().equals(operation))
                .findFirst()
                .orElseThrow();
    }

    /** A path parameter that is a field of what the route before it creates, such as a slug. */
    private Optional<JsonNode> ofRecord(CompiledFace<?, ?> face, String parameter) {
        var route = face.face().route().path();
        int end = route.indexOf("/{" + parameter + '}');
        return World.CATALOGUE.faces(face.face().plane()).stream()
                .filter(other -> end > 0 && creates(other))
                .filter(other -> other.face().route().path().equals(route.substring(0, end)))
                .filter(other -> other.element().path("properties").has(parameter))
                .findFirst()
                .map(other ->
                        JsonNodeFactory.instance.textNode(create(other).data().getString(parameter)));
    }

    private static boolean ofTenant(CompiledFace<?, ?> face) {
        return face.face().route().parameters().contains("tenant_id");
    }

    /** A call that the audit of the same workspace, or of the same tenant, knows. */
    private Reply creationOnSameTarget(CompiledFace<?, ?> face) {
        var ofTenant = ofTenant(face);
        return create(World.CATALOGUE.faces(ofTenant ? Plane.CONTROL : Plane.APP).stream()
                .filter(SampleInput::creates)
                .filter(other -> !ofTenant || ofTenant(other))
                .findFirst()
                .orElseThrow());
    }

    /** Makes a record; repeats the call while a loaded machine answers 503. */
    private Reply create(CompiledFace<?, ?> face) {
        var made = new AtomicReference<Reply>();
        Eventually.within(PATIENCE, () -> {
            made.set(world.call(face, of(face)));
            var _ = made.get().expect(face.operation().success().status());
        });
        return made.get();
    }

    /** What makes such a record, on the same target if it can be made on several. */
    private static CompiledFace<?, ?> creator(CompiledFace<?, ?> user, String pattern) {
        return World.CATALOGUE.faces(user.face().plane()).stream()
                .filter(face -> creates(face) || makesOfAnother(face, pattern))
                .filter(face ->
                        face.element().at("/properties/id/pattern").asText().equals(pattern))
                .min(Comparator.comparing(face -> ofTenant(face) != ofTenant(user)))
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
}
