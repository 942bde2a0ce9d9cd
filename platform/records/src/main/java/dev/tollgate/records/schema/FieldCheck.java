package dev.tollgate.records.schema;

import com.google.re2j.Pattern;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.reference.AssetId;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Checks the fields of an entry, or the properties of an event, by a schema, in one walk. At most 100 faults are told.
 * Patterns have a common budget of steps, about ten milliseconds: text that would take more is refused.
 */
public final class FieldCheck {

    private static final String ROOT = "fields";

    /** The root of paths of the properties of an event. */
    public static final String PROPERTIES = "properties";

    private static final String ENTRY = "ent";

    /** Characters times instructions of their patterns. */
    static final long STEPS_MAX = 500_000;

    /**
     * A value that refers to an entry.
     *
     * @param path of the value
     * @param collection key of the collection it must be of; empty for any
     */
    public record Reference(String path, UUID entry, String collection) {}

    /**
     * A value that refers to an asset.
     *
     * @param path of the value
     */
    public record AssetReference(String path, UUID asset) {}

    private final boolean complete;
    private final List<FieldFault> faults = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<AssetReference> assets = new ArrayList<>();
    private final PatternSteps common;
    private long steps;

    private FieldCheck(boolean complete) {
        this(complete, new PatternSteps());
    }

    private FieldCheck(boolean complete, PatternSteps common) {
        this.complete = complete;
        this.common = common;
    }

    /**
     * Everything that is wrong with the fields of an entry.
     *
     * @param before the fields that are stored: what they have and the schema does not know is left alone; null for
     *     none
     * @param complete whether required fields and minimums count, as they do not for drafts
     */
    public static List<FieldError> faults(
            FieldSchema schema, JsonObject fields, @Nullable JsonObject before, boolean complete) {
        var check = new FieldCheck(complete);
        check.value(schema, fields, before, ROOT);
        return check.faults.stream().map(FieldFault::error).toList();
    }

    /**
     * Everything that is wrong with the properties of an event, with its kind.
     *
     * @param steps gets those of this check
     */
    public static List<FieldFault> ofProperties(FieldSchema schema, JsonObject properties, PatternSteps steps) {
        var check = new FieldCheck(true, steps);
        check.value(schema, properties, null, PROPERTIES);
        return List.copyOf(check.faults);
    }

    /** Everything that is wrong with one value, as of a draft. */
    static List<FieldError> ofValue(FieldSchema schema, @Nullable Object value, String path) {
        var check = new FieldCheck(false);
        check.value(schema, value, null, path);
        return check.faults.stream().map(FieldFault::error).toList();
    }

    /** The entries that fields without faults refer to. */
    public static List<Reference> references(FieldSchema schema, JsonObject fields) {
        if (!schema.refers()) {
            return List.of();
        }
        var check = new FieldCheck(false);
        check.value(schema, fields, fields, ROOT);
        return List.copyOf(check.references);
    }

    /** The assets that fields without faults refer to. */
    public static List<AssetReference> assets(FieldSchema schema, JsonObject fields) {
        if (!schema.refers()) {
            return List.of();
        }
        var check = new FieldCheck(false);
        check.value(schema, fields, fields, ROOT);
        return List.copyOf(check.assets);
    }

    private void value(FieldSchema schema, @Nullable Object value, @Nullable Object before, String path) {
        if (faults.size() >= SchemaReader.FAULTS_MAX) {
            return;
        }
        switch (value) {
            case String text when schema.type() == ValueType.STRING -> text(schema, text, path);
            case Number number
            when schema.type().isNumeric() && Values.fits(schema.type(), number) ->
                number(schema, Values.decimal(number), path);
            case Number number
            when !Values.isFinite(number) -> fault(path, FieldFault.Kind.VALUE, "must be a number of at most 1.7e308");
            case Boolean _ when schema.type() == ValueType.BOOLEAN -> {}
            case JsonArray list when schema.type() == ValueType.ARRAY -> list(schema, list, before, path);
            case JsonObject object when schema.type() == ValueType.OBJECT -> object(schema, object, before, path);
            case null, default -> fault(path, FieldFault.Kind.TYPE, "must be " + schema.type().words);
        }
        var choices = schema.choices();
        if (value != null
                && choices != null
                && Values.fits(schema.type(), value)
                && !choices.contains(Values.plain(value))) {
            fault(path, "must be one of " + Values.list(choices));
        }
    }

    private void object(FieldSchema schema, JsonObject object, @Nullable Object before, String path) {
        var known = before instanceof JsonObject stored ? stored : new JsonObject();
        for (var field : object) {
            var name = field.getKey();
            var property = schema.properties().get(name);
            if (property != null) {
                value(property, field.getValue(), known.getValue(name), path + '.' + name);
            } else if (!known.containsKey(name) || !Objects.equals(field.getValue(), known.getValue(name))) {
                fault(path + '.' + name, FieldFault.Kind.EXTRA, "is not a field of the schema");
            }
        }
        if (complete) {
            for (var name : schema.required()) {
                if (!object.containsKey(name)) {
                    fault(path + '.' + name, FieldFault.Kind.MISSING, "is required");
                }
            }
        }
    }

    private void list(FieldSchema schema, JsonArray list, @Nullable Object before, String path) {
        size(schema, list.size(), "items", path);
        if (schema.items() == null || schema.bounds().tooMuch(BigDecimal.valueOf(list.size()))) {
            return;
        }
        var known = before instanceof JsonArray stored ? stored : new JsonArray();
        var seen = new HashSet<Object>();
        for (int i = 0; i < list.size(); i++) {
            var item = list.getValue(i);
            value(schema.items(), item, i < known.size() ? known.getValue(i) : null, path + '[' + i + ']');
            if (schema.unique() && item != null && !seen.add(Values.plain(item))) {
                fault(path + '[' + i + ']', "must not be there twice");
            }
        }
    }

    private void text(FieldSchema schema, String text, String path) {
        size(schema, text.codePointCount(0, text.length()), "characters", path);
        var format = schema.format();
        if (format != null && !format.fits(text)) {
            fault(path, "must be " + format.description);
        }
        var pattern = schema.pattern();
        if (pattern != null) {
            pattern(pattern, text, path);
        }
        var target = schema.reference();
        if (target != null) {
            reference(target, text, path);
        }
    }

    private void pattern(Pattern pattern, String text, String path) {
        long wanted = (long) text.length() * pattern.programSize();
        steps += wanted;
        if (steps > STEPS_MAX) {
            fault(path, "is too long for its pattern");
            return;
        }
        common.add(wanted);
        if (!pattern.matcher(text).find()) {
            fault(path, "must match " + pattern.pattern());
        }
    }

    private void reference(RefTarget target, String text, String path) {
        switch (target.kind()) {
            case ENTRY ->
                TypeId.parse(ENTRY, text)
                        .ifPresentOrElse(
                                entry -> references.add(new Reference(path, entry, target.collection())),
                                () -> fault(path, "must be the ID of an entry"));
            case ASSET ->
                TypeId.parse(TypeId.prefix(AssetId.class), text)
                        .ifPresentOrElse(
                                asset -> assets.add(new AssetReference(path, asset)),
                                () -> fault(path, "must be the ID of an asset"));
        }
    }

    private void number(FieldSchema schema, BigDecimal number, String path) {
        if (schema.bounds().tooMuch(number)) {
            fault(path, "must be at most " + schema.bounds().most());
        }
        if (complete && schema.bounds().tooLittle(number)) {
            fault(path, "must be at least " + schema.bounds().least());
        }
        if (schema.multipleOf() != null && !Values.isMultiple(number, schema.multipleOf())) {
            fault(path, "must be a multiple of " + schema.multipleOf() + ", at most 1e18 with 30 decimal places");
        }
    }

    private void size(FieldSchema schema, int count, String of, String path) {
        var size = BigDecimal.valueOf(count);
        if (schema.bounds().tooMuch(size)) {
            fault(path, "must have at most " + schema.bounds().most() + ' ' + of);
        }
        if (complete && schema.bounds().tooLittle(size)) {
            fault(path, "must have at least " + schema.bounds().least() + ' ' + of);
        }
    }

    private void fault(String path, String message) {
        fault(path, FieldFault.Kind.VALUE, message);
    }

    private void fault(String path, FieldFault.Kind kind, String message) {
        if (faults.size() < SchemaReader.FAULTS_MAX) {
            faults.add(new FieldFault(path, kind, message));
        }
    }
}
