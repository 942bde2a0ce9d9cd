package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import io.vertx.core.MultiMap;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the input record of one face from path, query and body, by name. If the method has a body, it contains the
 * fields that are not in the path, and the query may only contain {@code dry_run} and {@code on_existing}.
 *
 * @param <I> the input record
 */
public final class RestInput<I> {

    private static final String DRY_RUN = "dry_run";
    private static final String ON_EXISTING = "on_existing";
    private static final String FREE_FIELDS = "custom_fields";

    private final InputSchema<I> schema;
    private final boolean takesBody;
    private final boolean dryRun;
    private final List<OnExisting> existing;
    private final String resource;
    private final Set<String> pathFields;

    /** The constant input of a call without path, query and body; null if such a call is invalid. */
    private final ParsedInput.@Nullable Valid<I> plain;

    /** Inputs that are an id of the path alone; null for others. */
    private final @Nullable IdInput<I> ids;

    public RestInput(Operation<I, ?> operation, Face<I, ?> face, InputSchema<I> schema) {
        this.schema = schema;
        this.takesBody = face.takesBody();
        this.dryRun = operation.has(Trait.DRY_RUN);
        this.existing = OnExisting.of(operation);
        this.resource = operation.resource().replace('_', ' ');
        this.pathFields = Set.copyOf(face.route().parameters());
        this.plain = pathFields.isEmpty() ? plain(schema) : null;
        this.ids = IdInput.of(operation.body().shape(), face.route());
    }

    private static <I> ParsedInput.@Nullable Valid<I> plain(InputSchema<I> schema) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return schema.faults(nothing).isEmpty()
                        && schema.decoded(nothing) instanceof InputSchema.Reading.Read<I>(I input)
                ? new ParsedInput.Valid<>(input, Conditions.NONE)
                : null;
    }

    public InputSchema<I> schema() {
        return schema;
    }

    /** Reads a body as JSON, no further than its sizes. */
    public StrictJson.Text text(byte[] body) {
        return StrictJson.read(body, schema.sizes());
    }

    /**
     * Reads a call's input; all faults together. A fault in the path means there is no such record.
     *
     * @param body the decoded body; null when there was none
     * @param conditions what the headers said
     * @param zone of days that stand for times
     */
    public ParsedInput<I> read(
            RouteTrie.Match.Found<?> path,
            MultiMap query,
            @Nullable JsonNode body,
            Conditions conditions,
            ZoneId zone) {
        if (plain != null && body == null && query.isEmpty()) {
            return conditions.equals(plain.conditions()) ? plain : new ParsedInput.Valid<>(plain.input(), conditions);
        }
        if (ids != null && body == null && query.isEmpty()) {
            var input = ids.read(path.parameters().getFirst());
            if (input != null) {
                return new ParsedInput.Valid<>(input, conditions);
            }
        }
        var faults = new ArrayList<FieldError>();
        var tree = body(body, faults);
        var asked = takesBody ? conditions(query, conditions, faults) : query(query, tree, conditions, faults);
        path(path, tree);
        faults.addAll(schema.faults(tree, pathFields));
        if (faults.stream().anyMatch(fault -> pathFields.contains(root(fault.field())))) {
            return new ParsedInput.Invalid<>(new Refusal.ResourceNotFound("There is no such " + resource + '.'));
        }
        if (!faults.isEmpty()) {
            return new ParsedInput.Invalid<>(new Refusal.ValidationFailed(InputSchema.first(faults)));
        }
        return switch (schema.decoded(tree, zone)) {
            case InputSchema.Reading.Read<I>(I input) -> new ParsedInput.Valid<>(input, asked);
            case InputSchema.Reading.Faulty<I>(List<FieldError> unfit) ->
                new ParsedInput.Invalid<>(new Refusal.ValidationFailed(unfit));
        };
    }

    private ObjectNode body(@Nullable JsonNode body, List<FieldError> faults) {
        if (body == null) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!(body instanceof ObjectNode tree)) {
            faults.add(new FieldError("body", "must be a JSON object"));
            return JsonNodeFactory.instance.objectNode();
        }
        for (var name : pathFields) {
            if (tree.remove(name) != null) {
                faults.add(new FieldError("body." + name, "is a path parameter, not a field of the body"));
            }
        }
        return tree;
    }

    private void path(RouteTrie.Match.Found<?> path, ObjectNode tree) {
        var names = path.route().parameters();
        for (int i = 0; i < names.size(); i++) {
            var field = field(names.get(i));
            // Targets of the control plane that are no fields of the input are the caller's affair, not the input's.
            if (!field.isMissingNode()) {
                tree.set(names.get(i), QueryText.value(field, path.parameters().get(i)));
            }
        }
    }

    private Conditions conditions(MultiMap query, Conditions given, List<FieldError> faults) {
        var asked = given;
        for (var name : query.names()) {
            if (dryRun && name.equals(DRY_RUN)) {
                asked = asked.withDryRun(dryRun(query.getAll(name), faults));
            } else if (!existing.isEmpty() && name.equals(ON_EXISTING)) {
                asked = asked.withOnExisting(onExisting(query.getAll(name), faults));
            } else {
                faults.add(new FieldError(name, "is not a query parameter of this operation"));
            }
        }
        return asked;
    }

    private Conditions query(MultiMap query, ObjectNode tree, Conditions given, List<FieldError> faults) {
        var asked = given;
        for (var name : query.names()) {
            var values = query.getAll(name);
            if (dryRun && name.equals(DRY_RUN)) {
                asked = asked.withDryRun(dryRun(values, faults));
            } else if (pathFields.contains(name)) {
                faults.add(new FieldError("query." + name, "is a path parameter, not a query parameter"));
            } else if (name.startsWith(FREE_FIELDS + '.') && !field(FREE_FIELDS).isMissingNode()) {
                free(tree).put(name.substring(FREE_FIELDS.length() + 1), values.getFirst());
            } else if (QueryText.isList(field(name))) {
                tree.set(name, QueryText.list(field(name), values));
            } else if (values.size() > 1) {
                faults.add(new FieldError(name, "is given more than once"));
            } else {
                tree.set(name, QueryText.value(field(name), values.getFirst()));
            }
        }
        return asked;
    }

    /** A parameter of the object's own name is no object, and the validator says so: its fields go nowhere. */
    private static ObjectNode free(ObjectNode tree) {
        return tree.get(FREE_FIELDS) == null || tree.get(FREE_FIELDS).isObject()
                ? tree.withObjectProperty(FREE_FIELDS)
                : JsonNodeFactory.instance.objectNode();
    }

    private static boolean dryRun(List<String> values, List<FieldError> faults) {
        var value = values.getFirst();
        if (values.size() != 1 || (!value.equals("true") && !value.equals("false"))) {
            faults.add(new FieldError(DRY_RUN, "must be true or false"));
        }
        return value.equals("true");
    }

    private OnExisting onExisting(List<String> values, List<FieldError> faults) {
        var asked = existing.stream()
                .filter(one -> values.size() == 1 && one.text().equals(values.getFirst()))
                .findFirst();
        if (asked.isEmpty()) {
            var words = existing.stream().map(OnExisting::text).toList();
            faults.add(new FieldError(ON_EXISTING, "must be one of " + String.join(", ", words)));
        }
        return asked.orElse(OnExisting.FAIL);
    }

    private JsonNode field(String name) {
        return schema.document().path("properties").path(name);
    }

    private static String root(String field) {
        for (int i = 0; i < field.length(); i++) {
            if (field.charAt(i) == '.' || field.charAt(i) == '[') {
                return field.substring(0, i);
            }
        }
        return field;
    }
}
