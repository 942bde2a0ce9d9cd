package dev.tollgate.records.table;

import dev.tollgate.records.shape.RecordShape;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An order of lists, by one column and then by id. Every list goes by an index of the same columns.
 *
 * @param column the column; null for the order of ids, which is that of creation
 * @param type the column's type, for a value that is text in a cursor
 * @param descending from the greatest
 * @param optional whether records may lack a value: then they come last in both directions, and the indexes are those
 *     of {@code records.sorted}; without a text they come before all others, as if it was empty
 */
record Order(@Nullable String column, String type, boolean descending, boolean optional) {

    /** The column of {@link #rank}. */
    static final String RANK = "of_order";

    /** The column with the number of the transaction that changed the record last. */
    static final String CHANGED = "changed_xid";

    static final Order NEWEST_FIRST = new Order(null, "uuid", true, false);
    static final Order CHANGES = new Order(CHANGED, "xid8", false, false);

    private static final Map<Class<?>, String> TYPES =
            Map.of(String.class, "text", Long.class, "bigint", LocalDate.class, "date", Instant.class, "timestamptz");

    /**
     * The ascending order by a column.
     *
     * @throws IllegalArgumentException where lists cannot go by it
     */
    static Order by(RecordShape.StoredField column) {
        var type = TYPES.get(column.field());
        if (type == null) {
            throw new IllegalArgumentException(column.name() + " holds nothing that a list can go by");
        }
        return new Order(column.name(), type, false, !column.required());
    }

    /** The ascending order by a column of whole numbers. */
    static Order byWholeNumbers(RecordShape.StoredField column) {
        if (column.field() != int.class && column.field() != long.class) {
            throw new IllegalArgumentException(column.name() + " holds no whole numbers that a list can go by");
        }
        return new Order(column.name(), "bigint", false, false);
    }

    Order reversed() {
        return new Order(column, type, !descending, optional);
    }

    /** The condition for what follows a position whose parameters begin with this one. */
    String behind(int parameter) {
        var beyond = descending ? "<" : ">";
        return column == null
                ? " AND id " + beyond + " $" + parameter
                : " AND (" + value() + ", id) " + beyond + " ($" + parameter + "::text::" + type + ", $"
                        + (parameter + 1) + "::uuid)";
    }

    /** Parameters of {@link #behind}. */
    int parameters() {
        return column == null ? 1 : 2;
    }

    String clause() {
        var direction = descending ? " DESC" : "";
        return " ORDER BY " + (column == null ? "" : value() + direction + ", ") + "id" + direction;
    }

    /** What a cursor keeps of a record besides its id, as one more column; empty for the order of ids. */
    String rank() {
        return column == null ? "" : ", " + value() + "::text AS " + RANK;
    }

    /** What is compared: an expression of the index, in which a missing value is beyond every other. */
    private String value() {
        return optional ? "COALESCE(\"" + column + "\", '" + last() + "'::" + type + ")" : '"' + column + '"';
    }

    private String last() {
        if (type.equals("text")) {
            return "";
        }
        if (type.equals("bigint")) {
            return Long.toString(descending ? Long.MIN_VALUE : Long.MAX_VALUE);
        }
        return descending ? "-infinity" : "infinity";
    }
}
