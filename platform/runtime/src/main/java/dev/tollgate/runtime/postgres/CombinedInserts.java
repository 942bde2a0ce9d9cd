package dev.tollgate.runtime.postgres;

import io.vertx.sqlclient.Tuple;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * INSERTs as parts of one statement that is a query. PostgreSQL runs the query first and then the parts, in the order
 * of their list: a query that sets the walls sets them before a row is compared with them. In another order every row
 * would be refused. Parts do not see each other's rows. One per event loop.
 */
final class CombinedInserts {

    /** Parts of one statement. Every set of parts is a text of its own, which connections keep prepared. */
    static final int PARTS_MAX = 8;

    private static final Pattern PARAMETER = Pattern.compile("\\$(\\d+)");

    private record Form(String query, List<String> parts) {}

    private final Map<Form, String> texts = new HashMap<>();

    /**
     * The text; its rows are those of the query.
     *
     * @param parameters those of the query, which come first
     */
    String text(String query, int parameters, List<SqlStatement> parts) {
        var form = new Form(query, parts.stream().map(SqlStatement::sql).toList());
        var known = texts.get(form);
        if (known == null) {
            known = joined(query, parameters, parts);
            texts.put(form, known);
        }
        return known;
    }

    /** The arguments of {@link #text}. */
    static Tuple args(Tuple query, List<SqlStatement> parts) {
        var all = Tuple.tuple();
        add(all, query);
        parts.forEach(part -> add(all, part.args()));
        return all;
    }

    /** Shifts every parameter by this many places. */
    static String renumbered(String sql, int places) {
        return PARAMETER.matcher(sql).replaceAll(found -> "\\$" + (Integer.parseInt(found.group(1)) + places));
    }

    /** PostgreSQL begins with the last of the parts, so the first is written last. */
    private static String joined(String query, int parameters, List<SqlStatement> parts) {
        var text = new StringBuilder();
        int places = parameters;
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            text.insert(0, "p%d AS (\n%s)%s\n".formatted(i, renumbered(part.sql(), places), i == 0 ? "" : ","));
            places += part.args().size();
        }
        return text.insert(0, "WITH ").append(query).toString();
    }

    private static void add(Tuple all, Tuple args) {
        for (int i = 0; i < args.size(); i++) {
            all.addValue(args.getValue(i));
        }
    }
}
