package dev.tollgate.records.table;

import org.jspecify.annotations.Nullable;

/**
 * An order of lists, by one column and then by id. Every list goes by an index of the same columns.
 *
 * @param column the column; null for the order of ids, which is that of creation
 * @param type the column's type, for a value that is text in a cursor
 * @param descending from the greatest
 */
record Order(@Nullable String column, String type, boolean descending) {

    /** The column with the number of the transaction that changed the record last. */
    static final String CHANGED = "changed_xid";

    static final Order NEWEST_FIRST = new Order(null, "uuid", true);
    static final Order CHANGES = new Order(CHANGED, "xid8", false);

    Order reversed() {
        return new Order(column, type, !descending);
    }

    /** The condition for what follows a position whose parameters begin with this one. */
    String behind(int parameter) {
        var beyond = descending ? "<" : ">";
        return column == null
                ? " AND id " + beyond + " $" + parameter
                : " AND (" + quoted() + ", id) " + beyond + " ($" + parameter + "::text::" + type + ", $"
                        + (parameter + 1) + "::uuid)";
    }

    /** Parameters of {@link #behind}. */
    int parameters() {
        return column == null ? 1 : 2;
    }

    String clause() {
        var direction = descending ? " DESC" : "";
        return " ORDER BY " + (column == null ? "" : quoted() + direction + ", ") + "id" + direction;
    }

    /** What a cursor keeps of a record besides its id, as one more column; empty for the order of ids. */
    String rank() {
        return column == null ? "" : ", " + quoted() + "::text AS of_order";
    }

    private String quoted() {
        return '"' + column + '"';
    }
}
