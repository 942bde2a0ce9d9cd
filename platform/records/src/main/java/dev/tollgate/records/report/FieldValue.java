package dev.tollgate.records.report;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;

/** A value that fields of one type are compared with. */
public sealed interface FieldValue {

    record Text(String text) implements FieldValue {}

    /** The id of a record. */
    record Reference(UUID id) implements FieldValue {}

    record Decimal(BigDecimal number) implements FieldValue {}

    record Flag(boolean set) implements FieldValue {

        /** Of a filter that asks whether there is a value. */
        public static final Flag TRUE = new Flag(true);
    }

    record Moment(Instant time) implements FieldValue {}

    record Day(LocalDate date) implements FieldValue {}

    /** The value as a parameter, or as SQL around one. */
    default String bound(Binds binds) {
        return switch (this) {
            case Text(String text) -> binds.text(text);
            case Reference(UUID id) -> binds.uuid(id);
            case Decimal(BigDecimal number) -> "(" + binds.text(number.toPlainString()) + ")::numeric";
            case Flag(boolean set) -> binds.bool(set);
            case Moment(Instant time) -> binds.time(time);
            case Day(LocalDate date) -> "(" + binds.text(date.toString()) + ")::date";
        };
    }
}
