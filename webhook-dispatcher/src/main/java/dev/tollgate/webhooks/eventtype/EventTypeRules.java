package dev.tollgate.webhooks.eventtype;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.schema.FieldCheck;
import dev.tollgate.records.schema.FieldSchema;
import dev.tollgate.records.schema.SchemaReader;
import dev.tollgate.records.schema.SchemaRevision;
import dev.tollgate.webhooks.eventtype.EventTypeOperations.NewEventType;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What can be registered and published. Pure. */
final class EventTypeRules {

    /** The largest data of an event. */
    static final int DATA_BYTES_MAX = 64 << 10;

    /** Paths that a conflict names. */
    private static final int PATHS_MAX = 5;

    private static final String CHECKED = "fields";
    private static final Pattern NUMBERED = Pattern.compile("(.+)\\.v([0-9]{1,4})");

    private final Set<String> reserved;

    EventTypeRules(EventTypes declared) {
        var words = new HashSet<>(declared.words());
        words.addAll(Set.of(EventTypes.CUSTOM, "event", "tollgate"));
        this.reserved = Set.copyOf(words);
    }

    /** Everything that is wrong with a type that is to be registered. */
    List<FieldError> faults(NewEventType input) {
        var faults = new ArrayList<FieldError>();
        var first = input.type().substring(0, Math.max(0, input.type().indexOf('.')));
        if (reserved.contains(first)) {
            faults.add(new FieldError(
                    "type",
                    "must not begin with " + first + ", the word of a module or resource: use one of your own"));
        }
        switch (SchemaReader.read(input.schema())) {
            case SchemaReader.Reading.Faulty(var ofSchema) -> faults.addAll(ofSchema);
            case SchemaReader.Reading.Read(var schema) -> {
                if (input.example() != null) {
                    faults.addAll(ofData(schema, input.example(), "example"));
                }
            }
        }
        return faults;
    }

    /** The next revision of a known type, or a conflict where receivers of the former might not understand its data. */
    static Outcome<RegisteredType> revised(RegisteredType before, NewEventType input) {
        var after = before.revised(input);
        if (after.revision() == before.revision()) {
            return Outcome.done(after);
        }
        var paths = SchemaRevision.incompatible(before.dataSchema(), after.dataSchema());
        return paths.isEmpty() ? Outcome.done(after) : Outcome.refused(new Refusal.Conflict(conflict(before, paths)));
    }

    private static String conflict(RegisteredType before, List<String> paths) {
        return "Data of this schema may not fit revision " + before.revision() + ": "
                + String.join(", ", paths.subList(0, Math.min(PATHS_MAX, paths.size())))
                + ". A revision may add properties, require them and narrow them. Register it as " + next(before.type())
                + " instead.";
    }

    /** The advised name: {@code order.paid} gives {@code order.paid.v2}. */
    static String next(String type) {
        var numbered = NUMBERED.matcher(type);
        if (numbered.matches()) {
            return numbered.group(1) + ".v" + (Integer.parseInt(numbered.group(2)) + 1);
        }
        boolean full = type.indexOf('.') != type.lastIndexOf('.');
        return type + (full ? "_v2" : ".v2");
    }

    /** Why an event of this type cannot be published with this data; empty if it can. */
    static Optional<Refusal> refusal(RegisteredType type, FieldSchema schema, JsonObject data) {
        if (type.status() == RegisteredType.Status.DEPRECATED) {
            return Optional.of(new Refusal.Conflict(
                    "The event type is deprecated. Publish another, or register it again with status active."));
        }
        var faults = data.toBuffer().length() > DATA_BYTES_MAX
                ? List.of(new FieldError("data", "must have at most " + DATA_BYTES_MAX + " bytes"))
                : ofData(schema, data, "data");
        return faults.isEmpty() ? Optional.empty() : Optional.of(new Refusal.ValidationFailed(faults));
    }

    private static List<FieldError> ofData(FieldSchema schema, JsonObject data, String field) {
        return FieldCheck.faults(schema, data, null, true).stream()
                .map(fault -> new FieldError(field + fault.field().substring(CHECKED.length()), fault.message()))
                .toList();
    }
}
