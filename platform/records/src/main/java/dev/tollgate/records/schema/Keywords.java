package dev.tollgate.records.schema;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tollgate.contract.outcome.FieldError;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The keywords of one node of a schema, but for those that hold other nodes. What is wrong is a fault, and read as if
 * it were not there.
 *
 * @param faults where faults are added, at most 100
 */
record Keywords(JsonObject json, ValueType type, String path, List<FieldError> faults) {

    private static final BigDecimal LENGTH_MAX = BigDecimal.valueOf(256 << 10);

    /** That there is none besides those of the type, and that words are words. */
    void check() {
        var known = type.keywords();
        for (var keyword : json.fieldNames()) {
            if (!known.contains(keyword)) {
                fault(keyword, "is no keyword here. Keywords: " + String.join(", ", known));
            }
        }
        for (var keyword : List.of("title", "description")) {
            var _ = text(keyword);
        }
    }

    boolean unique(@Nullable FieldSchema items) {
        var unique = json.getValue("uniqueItems", false);
        expect(unique instanceof Boolean, "uniqueItems", "must be true or false");
        expect(
                !Boolean.TRUE.equals(unique) || items == null || items.type().isScalar(),
                "uniqueItems",
                "is for lists of text, numbers or booleans only");
        return Boolean.TRUE.equals(unique);
    }

    @Nullable Set<Object> choices() {
        expect(!json.containsKey("const") || !json.containsKey("enum"), "const", "cannot be together with enum");
        var keyword = json.containsKey("const") ? "const" : "enum";
        if (!json.containsKey(keyword) || !type.isScalar()) {
            return null;
        }
        var given = json.getValue(keyword);
        var list = keyword.equals("const") ? new JsonArray().add(given) : given;
        if (!(list instanceof JsonArray values) || values.isEmpty() || values.size() > SchemaReader.CHOICES_MAX) {
            fault(keyword, "must be a list of 1 to " + SchemaReader.CHOICES_MAX + " values");
            return null;
        }
        var choices = new LinkedHashSet<>();
        for (int i = 0; i < values.size(); i++) {
            var value = values.getValue(i);
            if (value != null && Values.fits(type, value)) {
                choices.add(Values.plain(value));
            } else {
                fault(keyword, "must have values that are " + type.words);
            }
        }
        return choices;
    }

    /** A list has a maximum always, so that nothing is unbounded. */
    Bounds bounds(boolean unique) {
        if (type.least.isEmpty()) {
            return Bounds.NONE;
        }
        var list = type == ValueType.ARRAY;
        var limit = list ? BigDecimal.valueOf(unique ? SchemaReader.CHOICES_MAX : SchemaReader.ITEMS_MAX) : LENGTH_MAX;
        var least = number(type.least);
        var most = number(type.most);
        for (var bound : type.isNumeric() ? List.<String>of() : List.of(type.least, type.most)) {
            var value = bound.equals(type.least) ? least : most;
            expect(
                    value == null || (Values.isWhole(value) && value.signum() >= 0 && value.compareTo(limit) <= 0),
                    bound,
                    "must be a whole number from 0 to " + limit);
        }
        var bounds = new Bounds(least, most == null && list ? limit : most);
        expect(!bounds.isEmpty(), type.least, "must not be above " + type.most);
        return bounds;
    }

    @Nullable BigDecimal multipleOf() {
        var step = number("multipleOf");
        var fits = step == null || (step.compareTo(Values.STEP_MIN) >= 0 && step.compareTo(Values.STEP_MAX) <= 0);
        expect(fits, "multipleOf", "must be from 1e-9 to 1e15");
        return fits ? step : null;
    }

    /** @param limit that of all patterns of the schema */
    @Nullable Pattern pattern(PatternLimit limit) {
        var text = text("pattern");
        if (text == null) {
            return null;
        }
        var fault = limit.fault(text);
        if (fault == null) {
            try {
                var pattern = Pattern.compile(text);
                if (pattern.programSize() <= PatternLimit.PROGRAM_MAX) {
                    return pattern;
                }
                fault = PatternLimit.TOO_LARGE;
            } catch (PatternSyntaxException wrong) {
                fault = "is no pattern of RE2: " + wrong.getDescription();
            }
        }
        fault("pattern", fault);
        return null;
    }

    @Nullable TextFormat format() {
        var format = TextFormat.named(json.getValue("format", "")).orElse(null);
        expect(format != null || !json.containsKey("format"), "format", "must be one of " + SchemaReader.FORMATS);
        return format;
    }

    /** What the text refers to; null for a value that refers to nothing. */
    @Nullable RefTarget reference() {
        var kind = json.getValue("x-ref");
        var collection = text("x-collection");
        expect(kind == null || kind.equals("entry") || kind.equals("asset"), "x-ref", "must be entry or asset");
        expect(collection == null || "entry".equals(kind), "x-collection", "requires x-ref entry");
        return kind == null
                ? null
                : kind.equals("asset")
                        ? new RefTarget(RefTarget.Kind.ASSET, "")
                        : new RefTarget(RefTarget.Kind.ENTRY, collection == null ? "" : collection);
    }

    private @Nullable BigDecimal number(String keyword) {
        var value = json.getValue(keyword);
        if (value instanceof Number number && Values.isFinite(number)) {
            return Values.decimal(number);
        }
        expect(!json.containsKey(keyword), keyword, "must be a number of at most 1.7e308");
        return null;
    }

    private @Nullable String text(String keyword) {
        var value = json.getValue(keyword);
        expect(value == null || value instanceof String, keyword, "must be text");
        return value instanceof String text ? text : null;
    }

    void expect(boolean held, String keyword, String message) {
        if (!held) {
            fault(keyword, message);
        }
    }

    private void fault(String keyword, String message) {
        if (faults.size() < SchemaReader.FAULTS_MAX) {
            faults.add(new FieldError(path + '.' + keyword, message));
        }
    }
}
