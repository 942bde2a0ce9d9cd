package dev.tollgate.modules.bi.cell;

import java.util.List;

/** What cells answer. */
public sealed interface CellAnswer {

    /** Exactly what rows would give. Buckets without events are left out. */
    record Exact(List<CellTotals> totals) implements CellAnswer {
        public Exact {
            totals = List.copyOf(totals);
        }
    }

    /**
     * Cells do not know this, such as an hour with too many values of the dimension, or one from before the property
     * was declared: read rows.
     */
    record ReadRows() implements CellAnswer {}
}
