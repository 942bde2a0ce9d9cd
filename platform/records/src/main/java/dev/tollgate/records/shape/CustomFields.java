package dev.tollgate.records.shape;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.FieldError;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fields a workspace gives its records: a flat JSON object of text, numbers and booleans. In an update a null removes
 * the field of that name.
 */
public record CustomFields(@JsonValue Map<String, @Nullable Object> values) {

    /** The most fields of one record. */
    public static final int FIELDS_MAX = 32;

    /** The most characters of a field's text. */
    public static final int TEXT_CHARS_MAX = 1_024;

    /** The most characters of a field's name. */
    public static final int NAME_CHARS_MAX = 64;

    private static final char BEHIND_NAME = '\u0001';

    public static final CustomFields NONE = new CustomFields(Map.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CustomFields {
        var checked = new TreeMap<String, @Nullable Object>();
        values.forEach((name, value) -> checked.put(name, checked(name, value)));
        values = Collections.unmodifiableMap(checked);
    }

    private static @Nullable Object checked(String name, @Nullable Object value) {
        if (name.isEmpty() || name.length() > NAME_CHARS_MAX || hasControl(name)) {
            throw new IllegalArgumentException("not a custom field's name");
        }
        return switch (value) {
            case null -> null;
            case Boolean truth -> truth;
            case String text when text.length() <= TEXT_CHARS_MAX -> text;
            case Number number when Double.isFinite(number.doubleValue()) -> plain(number);
            default ->
                throw new IllegalArgumentException(
                        "custom field " + name + " is not a short text, a number or a boolean");
        };
    }

    private static boolean hasControl(String name) {
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Numbers as JSON's readers agree on them (RFC 8259, section 6): whole if they are, or as a double, else double.
     */
    private static Number plain(Number number) {
        if (number instanceof Integer || number instanceof Long) {
            return number.longValue();
        }
        var exact = new BigDecimal(number.toString());
        var whole = whole(exact);
        if (whole != null) {
            return whole;
        }
        double nearest = exact.doubleValue();
        var rounded = whole(BigDecimal.valueOf(nearest));
        if (rounded != null) {
            return rounded;
        }
        return nearest;
    }

    private static @Nullable Long whole(BigDecimal number) {
        try {
            return number.longValueExact();
        } catch (ArithmeticException fraction) {
            return null;
        }
    }

    /** The fault of these fields on a record, if any. */
    Optional<FieldError> fault() {
        if (values.size() > FIELDS_MAX) {
            return Optional.of(
                    new FieldError("custom_fields", "a record has at most " + FIELDS_MAX + " custom fields"));
        }
        return values.entrySet().stream()
                .filter(field -> field.getValue() instanceof String text && text.indexOf('\0') >= 0)
                .map(field ->
                        new FieldError("custom_fields." + field.getKey(), "must not contain the character U+0000"))
                .findFirst();
    }

    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** These fields with the others merged in by name; a null removes. May be more than {@link #FIELDS_MAX}. */
    public CustomFields merged(@Nullable CustomFields others) {
        if (others == null || others.isEmpty()) {
            return this;
        }
        var merged = new TreeMap<>(values);
        merged.putAll(others.values);
        merged.values().removeIf(value -> value == null);
        return new CustomFields(merged);
    }

    /** These fields after an update: null clears all, an object is merged in by name. */
    public CustomFields patched(Patch<CustomFields> patch) {
        return switch (patch) {
            case Patch.Keep<CustomFields> _ -> this;
            case Patch.Clear<CustomFields> _ -> NONE;
            case Patch.Set<CustomFields>(CustomFields others) -> merged(others);
        };
    }

    /** As the database takes them: a fraction in the form whose text there is the one in {@link #terms}. */
    public Map<String, Object> stored() {
        var stored = new HashMap<String, Object>(values);
        stored.replaceAll((_, value) -> value instanceof Double fraction ? shortest(fraction) : value);
        return stored;
    }

    /** Search terms of a filter: name, U+0001 and value per field; a fraction without exponent and trailing zeros. */
    public String[] terms() {
        return values.entrySet().stream()
                .map(field -> field.getKey() + BEHIND_NAME + term(field.getValue()))
                .toArray(String[]::new);
    }

    private static @Nullable Object term(@Nullable Object value) {
        return value instanceof Double fraction ? shortest(fraction).toPlainString() : value;
    }

    private static BigDecimal shortest(double fraction) {
        return BigDecimal.valueOf(fraction).stripTrailingZeros();
    }
}
