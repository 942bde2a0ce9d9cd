package dev.tollgate.billing.usage;

import io.vertx.sqlclient.Row;

/** One sum of usage. The sums that were kept with the calls are read, and the calls themselves only by the hour. */
public record SumLine(GroupKey key, long calls, long quantity, long micros) {

    /**
     * SQL that gives lines in the order of their keys.
     *
     * @param where which sums
     * @param groups parameter with the words of {@link Grouping}
     * @param after parameter with the key of the last line of the page before; null for the first page
     * @param limit parameter with the most lines
     */
    public static String sql(String where, String groups, String after, String limit) {
        var rows = "SELECT " + Grouping.keyOfSum(groups + "::text[]")
                + " AS key, calls, quantity, charge_micros AS micros FROM billing.usage_sum WHERE " + where;
        return lines(rows, after, limit);
    }

    /** The same from the calls themselves. */
    public static String sqlOfCalls(String where, String groups, String after, String limit) {
        var rows = "SELECT " + Grouping.keyOfCall(groups + "::text[]")
                + " AS key, 1 AS calls, quantity, charge_micros AS micros FROM billing.usage_event WHERE " + where;
        return lines(rows, after, limit);
    }

    private static String lines(String rows, String after, String limit) {
        return """
                SELECT key, sum(calls)::bigint AS calls, sum(quantity)::bigint AS quantity, sum(micros)::bigint AS micros
                  FROM (%s) AS grouped
                 WHERE (%s IS NULL OR key > %s)
                 GROUP BY key
                 ORDER BY key
                 LIMIT %s
                """.formatted(rows, after + "::text[]", after, limit);
    }

    public static SumLine of(Row row) {
        return new SumLine(
                GroupKey.of(row.getArrayOfStrings("key")),
                row.getLong("calls"),
                row.getLong("quantity"),
                row.getLong("micros"));
    }
}
