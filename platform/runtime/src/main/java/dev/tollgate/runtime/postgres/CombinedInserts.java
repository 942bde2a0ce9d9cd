package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * INSERTs as parts of one statement that is a query. PostgreSQL runs the query first and then the parts, in the order
 * of their list: a query that sets the walls sets them before a row is compared with them. In another order every row
 * would be refused. Parts do not see each other's rows. Several sets of the same parts are one statement too, whose
 * parts have a row of each set: a statement costs PostgreSQL more than a row. One per event loop.
 */
final class CombinedInserts {

    /** Parts of one statement. Every set of parts is a text of its own, which connections keep prepared. */
    static final int PARTS_MAX = 8;

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private record Form(String query, List<String> parts, int rows) {}

    private final Map<Form, String> texts = new HashMap<>();

    /**
     * The text; its rows are those of the query.
     *
     * @param parameters those of the query, which come first
     * @param parts a set of them
     * @param rows how many such sets, each with its own arguments
     */
    String text(String query, int parameters, List<RowInsert> parts, int rows) {
        var form = new Form(query, parts.stream().map(RowInsert::sql).toList(), rows);
        var known = texts.get(form);
        if (known == null) {
            known = joined(query, parameters, parts, rows);
            texts.put(form, known);
        }
        return known;
    }

    /** The arguments of {@link #text} for these sets of parts. */
    static Tuple args(Tuple query, List<List<RowInsert>> sets) {
        var all = Tuple.tuple();
        add(all, query);
        for (int part = 0; part < sets.getFirst().size(); part++) {
            for (var set : sets) {
                add(all, set.get(part).args());
            }
        }
        return all;
    }

    /** Shifts every parameter by this many places. */
    static String renumbered(String sql, int places) {
        return PARAMETER.matcher(sql).replaceAll(found -> "\\$" + (Integer.parseInt(found.group(1)) + places));
    }

    /** PostgreSQL begins with the last of the parts, so the first is written last. */
    private static String joined(String query, int parameters, List<RowInsert> parts, int rows) {
        var text = new StringBuilder();
        int places = parameters;
        for (int i = 0; i < parts.size(); i++) {
            var insert = parts.get(i).insert();
            text.insert(0, "p%d AS (\n%s)%s\n".formatted(i, insert.sql(rows, places), i == 0 ? "" : ","));
            places += rows * insert.parameters();
        }
        return text.insert(0, "WITH ").append(query).toString();
    }

    /** Adds these arguments to those. */
    static void add(Tuple all, Tuple args) {
        for (int i = 0; i < args.size(); i++) {
            all.addValue(args.getValue(i));
        }
    }
}
