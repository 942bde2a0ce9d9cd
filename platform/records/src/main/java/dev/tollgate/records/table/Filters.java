package dev.tollgate.records.table;

import java.util.List;

/**
 * The filters of a statement, in the order of their parameters.
 *
 * @param optional whether null as an argument means any value, so that one statement serves every set of filters
 */
record Filters(List<String> names, boolean optional) {

    static final Filters NONE = new Filters(List.of(), false);

    Filters {
        names = List.copyOf(names);
    }

    /** A condition for each filter. */
    String conditions(FilterConditions conditions, int firstParameter) {
        var sql = new StringBuilder();
        int parameter = firstParameter;
        for (var name : names) {
            var value = "$" + parameter++;
            var condition = conditions.sql(name, value);
            sql.append(" AND ").append(optional ? "(" + condition + " OR " + value + " IS NULL)" : condition);
        }
        return sql.toString();
    }
}
