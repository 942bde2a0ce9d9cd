package dev.tollgate.records.table;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The statements that list the records of one table, and its deleted ones. One per event loop. */
final class ListSql {

    /** Where a list of changes begins. Every one ends before the oldest write that is open. */
    enum Begin {
        /** It is no list of changes. */
        NOWHERE,
        /** From the changes of a transaction. */
        AT_POSITION,
        /** From a time, and so from the transactions that were open three minutes before it. */
        AT_TIME
    }

    /** One list: its filters as bits, its order, whether it goes on from a record, and where its changes begin. */
    record Form(long filterSet, Order order, boolean goesOn, Begin begin) {

        int parameters() {
            return 2 + (goesOn ? order.parameters() : 0) + (begin == Begin.NOWHERE ? 0 : 2) + Long.bitCount(filterSet);
        }
    }

    /** The number before which every transaction has ended: what a list of changes may tell. */
    static final String HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon";

    private static final String OF_WORKSPACE = " WHERE workspace_id = $1";

    private final TableDeclaration<?> table;
    private final String records;
    private final String tombstones;
    private final Map<Form, String> lists = new HashMap<>();
    private final Map<Form, String> deletions = new HashMap<>();

    ListSql(TableDeclaration<?> table, String columns) {
        this.table = table;
        this.records = "SELECT " + columns + "%s FROM " + table.name + OF_WORKSPACE;
        this.tombstones = "SELECT id, external_source, external_id, deleted_at%s FROM records.tombstone" + OF_WORKSPACE
                + " AND kind = '" + table.name + "'";
    }

    /**
     * Records of the workspace. Parameters: workspace, limit, where it goes on from (rank, unless it is in the order of
     * ids, and id) if it does, horizon and beginning of a list of changes, a value per filter. A statement per form,
     * since a plan made for all would read from the start.
     */
    String list(Form form) {
        return lists.computeIfAbsent(form, wanted -> made(records, wanted, table.listFilters()));
    }

    /** How many records a page of this statement would have. */
    static String counting(String page) {
        return "SELECT count(*) FROM (" + page + ") counted";
    }

    /** Deleted records of the workspace, with the same parameters; external IDs are the only filters. */
    String deletions(Form form) {
        return deletions.computeIfAbsent(form, wanted -> made(tombstones, wanted, TableDeclaration.EXTERNAL_IDS));
    }

    /** The filters that a list has, as bits. */
    long filterSet(Map<String, ?> filters, boolean deleted) {
        var names = deleted ? TableDeclaration.EXTERNAL_IDS : table.listFilters();
        long set = 0;
        for (int i = 0; i < names.size(); i++) {
            if (filters.containsKey(names.get(i))) {
                set |= 1L << i;
            }
        }
        return set;
    }

    private static String made(String select, Form form, List<String> filters) {
        var order = form.order();
        var sql = new StringBuilder(select.formatted(order.rank()));
        int parameter = 3;
        if (form.goesOn()) {
            sql.append(order.behind(parameter));
            parameter += order.parameters();
        }
        if (form.begin() != Begin.NOWHERE) {
            sql.append(" AND changed_xid < $").append(parameter).append("::text::xid8");
            sql.append(begin(form.begin(), select.contains("deleted_at") ? "deleted_at" : "updated_at", parameter + 1));
            parameter += 2;
        }
        return sql.append(filtered(filters, form.filterSet(), parameter))
                .append(order.clause())
                .append(" LIMIT $2")
                .toString();
    }

    private static String begin(Begin begin, String time, int parameter) {
        return begin == Begin.AT_POSITION
                ? " AND changed_xid >= $" + parameter + "::text::xid8"
                : " AND changed_xid >= COALESCE((SELECT m.xid FROM records.minute m WHERE m.at <= $" + parameter
                        + "::timestamptz - interval '3 minutes' ORDER BY m.at DESC LIMIT 1), '0'::xid8) AND " + time
                        + " >= $" + parameter;
    }

    /** A condition for each filter of the set; parameters are numbered in their order. */
    static String filtered(List<String> filters, long filterSet, int firstParameter) {
        var sql = new StringBuilder();
        int parameter = firstParameter;
        for (int i = 0; i < filters.size(); i++) {
            if ((filterSet & 1L << i) != 0) {
                sql.append(" AND \"").append(filters.get(i)).append("\" = $").append(parameter++);
            }
        }
        return sql.toString();
    }
}
