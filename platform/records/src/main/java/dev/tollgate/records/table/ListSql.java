package dev.tollgate.records.table;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

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

    /** One list: its filters, its order, whether it goes on from a record, and where its changes begin. */
    record Form(Filters filters, Order order, boolean goesOn, Begin begin) {

        int parameters() {
            return 2
                    + (goesOn ? order.parameters() : 0)
                    + (begin == Begin.NOWHERE ? 0 : 2)
                    + filters.names().size();
        }
    }

    /** The number before which every transaction has ended: what a list of changes may tell. */
    static final String HORIZON = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS horizon";

    private static final String OF_WORKSPACE = " WHERE workspace_id = $1";

    private final TableDeclaration<?> table;
    private final String records;
    private final String tombstones;
    private final DocumentBound bound;
    private final Map<Form, String> lists = new HashMap<>();
    private final Map<Form, String> pages = new HashMap<>();
    private final Map<Form, String> deletions = new HashMap<>();

    ListSql(TableDeclaration<?> table, String columns) {
        this.table = table;
        this.bound = new DocumentBound(table);
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
        return lists.computeIfAbsent(form, wanted -> made(records, "updated_at", wanted));
    }

    /** The same with {@link DocumentBound}, for a page that a caller asked for. */
    String page(Form form) {
        return pages.computeIfAbsent(
                form,
                wanted ->
                        wanted.order().column() == null ? bound.of(list(wanted)) : bound.of(list(wanted), Order.RANK));
    }

    /** How many records a page of this statement would have. */
    static String counting(String page) {
        return "SELECT count(*) FROM (" + page + ") counted";
    }

    /** Deleted records of the workspace, with the same parameters; external IDs are the only filters. */
    String deletions(Form form) {
        return deletions.computeIfAbsent(form, wanted -> made(tombstones, "deleted_at", wanted));
    }

    /**
     * The filters of a list's statement. In the table's own order each filter, and both external IDs, have a statement,
     * which goes by their index and is planned once, unless it is a declared condition. All other sets share one for
     * each order, planned for its arguments: a statement for each set would make more of them than a connection keeps
     * prepared.
     */
    Filters filters(Listing listing) {
        var given = listing.filters();
        if (given.isEmpty()) {
            return Filters.NONE;
        }
        var all = listing.options().isDeleted() ? TableDeclaration.EXTERNAL_IDS : table.lists.allFilters();
        var names = all.stream().filter(given::containsKey).toList();
        var narrowing = names.stream()
                .filter(name -> !Objects.equals(given.get(name), table.lists.defaults.get(name)))
                .toList();
        boolean indexed = narrowing.size() <= 1 || narrowing.equals(TableDeclaration.EXTERNAL_IDS);
        return indexed
                        && !listing.isOfChanges()
                        && listing.options().sort() == null
                        && narrowing.stream().noneMatch(table.lists.defaults::containsKey)
                        && narrowing.stream().noneMatch(table.lists.conditions.declared()::contains)
                ? new Filters(names, false)
                : new Filters(all, true);
    }

    private String made(String select, String time, Form form) {
        var order = form.order();
        var sql = new StringBuilder(select.formatted(order.rank()));
        int parameter = 3;
        if (form.goesOn()) {
            sql.append(order.behind(parameter));
            parameter += order.parameters();
        }
        if (form.begin() != Begin.NOWHERE) {
            sql.append(" AND changed_xid < $").append(parameter).append("::text::xid8");
            sql.append(begin(form.begin(), time, parameter + 1));
            parameter += 2;
        }
        return sql.append(form.filters().conditions(table.lists.conditions, parameter))
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
}
