package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.table.Batch;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the input record from a tool's arguments: the fields of path, query and body side by side, and what REST says
 * in headers as arguments of its own.
 *
 * @param <I> the input record
 */
public final class ToolInput<I> {

    static final String PRINTABLE = "^[ -~]+$";

    private static final String PROPERTIES = "properties";
    private static final String KEY = "idempotency_key";
    private static final String VERSION = "if_version";
    private static final String DRY_RUN = "dry_run";
    private static final String ON_EXISTING = "on_existing";

    /** Arguments about the answer, which every tool takes. */
    public static final Set<String> OPTIONS = Set.of(AnswerArguments.FIELDS, AnswerArguments.DETAILED);

    /** Names that no input record may have. */
    public static final List<String> RESERVED = List.of(KEY, VERSION, DRY_RUN, ON_EXISTING);

    private final InputSchema<I> schema;
    private final ObjectNode shown;
    private final List<NamedReference> references;
    private final boolean batch;
    private final boolean counted;
    private final AnswerArguments answers;
    private final NullArguments nulls;

    /**
     * The arguments of an operation.
     *
     * @param fields schema of the input
     * @param answer schema of the record in the answer
     */
    public ToolInput(Operation<I, ?> operation, ObjectNode fields, Shape<I> input, ObjectNode answer) {
        this.batch = input.type() == Batch.class;
        this.references = references(operation, fields, input);
        this.counted = operation.answer() instanceof Answer.Paged<?>;
        var names = names(operation.answer().element(), answer);
        this.answers = new AnswerArguments(names, fields.path(PROPERTIES));
        var document = withConditions(operation, fields.deepCopy());
        this.nulls = NullArguments.of(input, document, batch);
        this.shown = ShownInput.of(operation.name(), document, references);
        answers.check(document.withObjectProperty(PROPERTIES));
        if (!operation.changes()) {
            answers.show(shown.withObjectProperty(PROPERTIES));
        }
        this.schema = new InputSchema<>(document, input);
    }

    /**
     * Those of the input, of its parameters and of the record that the operation gives, as far as the input has them.
     */
    private static List<NamedReference> references(Operation<?, ?> operation, ObjectNode fields, Shape<?> input) {
        var own =
                input.type() == Batch.class ? fields.at("/properties/items/items/properties") : fields.path(PROPERTIES);
        var known = new LinkedHashMap<String, NamedReference>();
        Stream.<Class<?>>concat(Stream.of(input.type(), operation.answer().element()), input.arguments().stream())
                .flatMap(type -> NamedReference.of(type).stream())
                .filter(reference -> own.has(reference.field()) && !own.has(reference.shown()))
                .forEach(reference -> known.putIfAbsent(reference.field(), reference));
        return List.copyOf(known.values());
    }

    /** The fields of an answer, by every name they have. */
    private static List<String> names(Class<?> element, ObjectNode answer) {
        var names = new ArrayList<String>();
        answer.path(PROPERTIES).fieldNames().forEachRemaining(names::add);
        NamedReference.of(element).forEach(reference -> names.add(names.indexOf(reference.field()), reference.shown()));
        return names;
    }

    /** The arguments that refer to a record with a name; of a batch, those of an item. */
    public List<NamedReference> references() {
        return references;
    }

    /** Whether the arguments are the items of a batch. */
    public boolean isBatch() {
        return batch;
    }

    /**
     * What the arguments ask for of the answer. Faults are told by {@link #read}.
     *
     * @param detailed whether the connection asks for details
     */
    public AnswerOptions options(@Nullable JsonNode arguments, boolean detailed) {
        return answers.of(arguments, detailed);
    }

    /** The tool's inputSchema as models read it. Not to be changed. */
    public ObjectNode shown() {
        return shown;
    }

    /** The schema that arguments are held against. Not to be changed. */
    public ObjectNode checked() {
        return schema.document();
    }

    /**
     * Reads a tool call's arguments; all faults together.
     *
     * @param arguments consumed: the conditions are taken out of it; null when the caller gave none
     */
    public ParsedInput<I> read(@Nullable JsonNode arguments) {
        return read(arguments, ZoneOffset.UTC);
    }

    /**
     * The same.
     *
     * @param zone of days that stand for times
     */
    public ParsedInput<I> read(@Nullable JsonNode arguments, ZoneId zone) {
        if (arguments != null && !arguments.isNull() && !(arguments instanceof ObjectNode)) {
            return new ParsedInput.Invalid<>(Refusal.ValidationFailed.of("arguments", "must be an object"));
        }
        var tree = arguments instanceof ObjectNode object ? object : JsonNodeFactory.instance.objectNode();
        nulls.remove(tree);
        var faults = schema.faults(tree);
        if (!faults.isEmpty()) {
            return new ParsedInput.Invalid<>(new Refusal.ValidationFailed(faults));
        }
        var conditions = conditions(tree);
        return switch (schema.decoded(tree, zone)) {
            case InputSchema.Reading.Read<I>(I input) -> new ParsedInput.Valid<>(input, conditions);
            case InputSchema.Reading.Faulty<I>(List<FieldError> unfit) ->
                new ParsedInput.Invalid<>(new Refusal.ValidationFailed(unfit));
        };
    }

    private Conditions conditions(ObjectNode tree) {
        var key = tree.remove(KEY);
        var version = tree.remove(VERSION);
        var dryRun = tree.remove(DRY_RUN);
        var existing = tree.remove(ON_EXISTING);
        answers.remove(tree);
        var conditions = new Conditions(
                        key == null ? null : key.textValue(),
                        version == null ? null : version.longValue(),
                        null,
                        dryRun != null && dryRun.booleanValue())
                .withOnExisting(
                        existing == null
                                ? OnExisting.FAIL
                                : OnExisting.valueOf(existing.textValue().toUpperCase(Locale.ROOT)));
        return counted ? conditions.withCount() : conditions;
    }

    private static ObjectNode withConditions(Operation<?, ?> operation, ObjectNode schema) {
        ObjectNode properties = schema.withObjectProperty(PROPERTIES);
        if (operation.changes()) {
            properties
                    .putObject(KEY)
                    .put("type", "string")
                    .put("minLength", 1)
                    .put("maxLength", 255)
                    .put("pattern", PRINTABLE)
                    .put(
                            "description",
                            "Idempotency key: a call repeated with the same key takes effect once. Kept for 24 hours.");
        }
        if (operation.has(Trait.CONDITIONAL) && operation.changes()) {
            properties
                    .putObject(VERSION)
                    .put("type", "integer")
                    .put("minimum", 1)
                    .put("description", "Fails with version_conflict unless the record is at this version.");
        }
        if (operation.has(Trait.DRY_RUN)) {
            properties
                    .putObject(DRY_RUN)
                    .put("type", "boolean")
                    .put("description", "Validate only: check everything, change nothing.");
        }
        var existing = OnExisting.of(operation);
        if (!existing.isEmpty()) {
            var choices = properties
                    .putObject(ON_EXISTING)
                    .put("type", "string")
                    .put("description", "What to do if a record of the same external IDs exists. Default fail.")
                    .putArray("enum");
            existing.forEach(one -> choices.add(one.text()));
        }
        if (operation.has(Trait.KEY_REQUIRED)) {
            var required = schema.get("required") instanceof ArrayNode names ? names : schema.putArray("required");
            required.add(KEY);
        }
        return schema;
    }
}
