package dev.tollgate.modules.bi.query.source;

import dev.tollgate.modules.tracked.EventHashes;
import dev.tollgate.records.report.FieldValue;
import java.math.BigDecimal;
import java.util.List;

/** Values of filters as they are stored, for fields that are hashed. */
@FunctionalInterface
public interface FieldHashes {

    /** For sources without hashed fields. */
    FieldHashes NONE = (_, _) -> List.of();

    /** All forms in which a value may be stored. */
    List<FieldValue> of(String field, FieldValue value);

    /** Those of events. */
    static FieldHashes of(EventHashes hashes) {
        return (field, value) -> switch (value) {
            case FieldValue.Text(String text) ->
                field.equals(EventColumns.ACTOR)
                        ? List.of(new FieldValue.Reference(hashes.actor(text)))
                        : pii(hashes, text);
            case FieldValue.Decimal(BigDecimal number) -> pii(hashes, number);
            case FieldValue.Flag(boolean set) -> pii(hashes, set);
            case FieldValue.Reference _, FieldValue.Moment _, FieldValue.Day _ ->
                throw new IllegalArgumentException("events have no such value: " + value);
        };
    }

    private static List<FieldValue> pii(EventHashes hashes, Object value) {
        return hashes.pii(value).stream().<FieldValue>map(FieldValue.Text::new).toList();
    }
}
