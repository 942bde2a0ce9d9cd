package dev.tollgate.billing.usage;

import io.vertx.sqlclient.Row;

/** The calls, quantity and charge of one group. Sums are stored by day; only groups by the hour are read from calls. */
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
        var key = Grouping.keyOfSum(groups + "::text[]");
        return """
                SELECT key, sum(calls)::bigint AS calls, sum(quantity)::bigint AS quantity, sum(micros)::bigint AS micros
                  FROM (SELECT %s AS key, calls, quantity, charge_micros AS micros
                          FROM billing.usage_sum
                         WHERE %s) AS grouped
                 WHERE (%s IS NULL OR key > %s)
                 GROUP BY key
                 ORDER BY key
                 LIMIT %s
                """.formatted(key, where, after + "::text[]", after, limit);
    }

    /**
     * The same from calls that were booked one by one, before segments. Each row has {@code calls_read}, the calls that
     * were summed; above the maximum the sums are incomplete, and a page ignores {@code after} so that it has rows.
     *
     * @param callsMax parameter with the most calls that are summed
     */
    public static String sqlOfCalls(String where, String groups, String after, String limit, String callsMax) {
        return """
                SELECT *
                  FROM (SELECT key, count(*) AS calls, sum(quantity)::bigint AS quantity, sum(micros)::bigint AS micros,
                               (sum(count(*)) OVER ())::bigint AS calls_read
                          FROM (SELECT %1$s AS key, quantity, charge_micros AS micros
                                  FROM billing.usage_event
                                 WHERE %2$s
                                 LIMIT %5$s::bigint + 1) AS call
                         GROUP BY key) AS grouped
                 WHERE (%3$s::text[] IS NULL OR key > %3$s OR calls_read > %5$s)
                 ORDER BY key
                 LIMIT %4$s
                """.formatted(Grouping.keyOfCall(groups + "::text[]"), where, after, limit, callsMax);
    }

    SumLine plus(SumLine other) {
        return new SumLine(key, calls + other.calls, quantity + other.quantity, micros + other.micros);
    }

    public static SumLine of(Row row) {
        return new SumLine(
                GroupKey.of(row.getArrayOfStrings("key")),
                row.getLong("calls"),
                row.getLong("quantity"),
                row.getLong("micros"));
    }
}
