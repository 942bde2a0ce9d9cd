package dev.tollgate.billing.reconcile;

/** The comparisons, as SQL: tenant, what, period, left, right for each pair that differs. */
final class Checks {

    /**
     * Included usage that is left: the row against the ledger, for the months that accounts are in and those beside
     * them.
     */
    static final String RECENT_INCLUDED = """
            SELECT a.tenant, 'included in row and ledger' AS what, m.period,
                   h.micros AS x, COALESCE(b.micros, 0) AS y
              FROM billing.account a
             CROSS JOIN LATERAL generate_series(a.period - 1, a.period + 1) AS m (period)
             CROSS JOIN LATERAL (SELECT CASE m.period WHEN a.period THEN a.included_left
                                                      WHEN a.period + 1 THEN a.next_included
                                                      ELSE 0 END AS micros) AS h
              LEFT JOIN billing.entry_sum b
                ON b.tenant_id = a.tenant AND b.period = m.period AND b.account = 'included'
             WHERE h.micros <> COALESCE(b.micros, 0)
            """;

    /** The same for every month. */
    static final String INCLUDED = """
            WITH held AS (
                SELECT tenant, period, included_left AS micros FROM billing.account
                UNION ALL
                SELECT tenant, period + 1, next_included FROM billing.account),
            booked AS (
                SELECT tenant_id AS tenant, period, micros FROM billing.entry_sum WHERE account = 'included')
            SELECT COALESCE(h.tenant, b.tenant) AS tenant, 'included in row and ledger' AS what,
                   COALESCE(h.period, b.period) AS period,
                   COALESCE(h.micros, 0) AS x, COALESCE(b.micros, 0) AS y
              FROM held h FULL JOIN booked b ON b.tenant = h.tenant AND b.period = h.period
             WHERE COALESCE(h.micros, 0) <> COALESCE(b.micros, 0)
            """;

    /** Prepaid money that is left: all grants against the ledger. Reads the sums of every month. */
    static final String PREPAID = """
            WITH held AS (
                SELECT tenant, sum(remaining)::bigint AS micros FROM billing.prepaid_grant GROUP BY tenant),
            booked AS (
                SELECT tenant_id AS tenant, sum(micros)::bigint AS micros FROM billing.entry_sum
                 WHERE account = 'prepaid' GROUP BY tenant_id)
            SELECT COALESCE(h.tenant, b.tenant) AS tenant, 'prepaid in grants and ledger' AS what, NULL::int AS period,
                   COALESCE(h.micros, 0) AS x, COALESCE(b.micros, 0) AS y
              FROM held h FULL JOIN booked b ON b.tenant = h.tenant
             WHERE COALESCE(h.micros, 0) <> COALESCE(b.micros, 0)
            """;

    /** The row against its grants. */
    static final String ROW_PREPAID = """
            SELECT a.tenant, 'prepaid in row and grants' AS what, NULL::int AS period,
                   a.prepaid_left AS x, COALESCE(g.micros, 0) AS y
              FROM billing.account a
              LEFT JOIN (SELECT tenant, sum(remaining)::bigint AS micros FROM billing.prepaid_grant
                          WHERE NOT ended GROUP BY tenant) AS g USING (tenant)
             WHERE a.prepaid_left <> COALESCE(g.micros, 0)
            """;

    /** Charges in the months of the row, less what was corrected of them: the row against the ledger. */
    static final String SPENT = """
            WITH held AS (
                SELECT tenant, period, spent AS micros FROM billing.account
                UNION ALL
                SELECT tenant, period + 1, next_spent FROM billing.account)
            SELECT h.tenant, 'spend in row and ledger' AS what, h.period, h.micros AS x, COALESCE(b.micros, 0) AS y
              FROM held h
              LEFT JOIN billing.entry_sum b ON b.tenant_id = h.tenant AND b.period = h.period AND b.account = 'usage'
             WHERE h.micros <> COALESCE(b.micros, 0)
            """;

    /** Charges of usage against charges of the ledger without their corrections, for every month. */
    static final String USAGE = """
            WITH used AS (
                SELECT tenant_id AS tenant, period, sum(charge_micros)::bigint AS micros FROM billing.usage_sum
                 GROUP BY tenant_id, period),
            booked AS (
                SELECT tenant_id AS tenant, period, sum(micros)::bigint AS micros FROM billing.transfer_sum
                 WHERE kind = 'charge' GROUP BY tenant_id, period)
            SELECT COALESCE(u.tenant, b.tenant) AS tenant, 'usage and ledger' AS what,
                   COALESCE(u.period, b.period) AS period,
                   COALESCE(u.micros, 0) AS x, COALESCE(b.micros, 0) AS y
              FROM used u FULL JOIN booked b ON b.tenant = u.tenant AND b.period = u.period
             WHERE COALESCE(u.micros, 0) <> COALESCE(b.micros, 0)
            """;

    /**
     * The same for the months that accounts are in and those beside them. Older ones are final: nothing is added to
     * their usage or their charges any more.
     */
    static final String RECENT_USAGE = """
            SELECT a.tenant, 'usage and ledger' AS what, m.period,
                   COALESCE(u.micros, 0) AS x, COALESCE(b.micros, 0) AS y
              FROM billing.account a
             CROSS JOIN LATERAL generate_series(a.period - 1, a.period + 1) AS m (period)
             CROSS JOIN LATERAL (SELECT sum(charge_micros)::bigint AS micros FROM billing.usage_sum
                                  WHERE tenant_id = a.tenant AND period = m.period) AS u
             CROSS JOIN LATERAL (SELECT sum(micros)::bigint AS micros FROM billing.transfer_sum
                                  WHERE tenant_id = a.tenant AND period = m.period AND kind = 'charge') AS b
             WHERE COALESCE(u.micros, 0) <> COALESCE(b.micros, 0)
            """;

    /** The row against its open buckets. */
    static final String OPEN = """
            SELECT a.tenant, 'open charges in row and buckets' AS what, NULL::int AS period,
                   a.open_charged + a.next_open_charged AS x, COALESCE(o.micros, 0) AS y
              FROM billing.account a
              LEFT JOIN (SELECT tenant, sum(from_included + from_prepaid + other)::bigint AS micros
                           FROM billing.open_bucket GROUP BY tenant) AS o USING (tenant)
             WHERE a.open_charged + a.next_open_charged <> COALESCE(o.micros, 0)
            """;

    /** The sums of entries against the entries: reads the whole ledger. */
    static final String ENTRIES = """
            WITH moved AS (
                SELECT tenant_id AS tenant, period, account, sum(micros)::bigint AS micros FROM billing.entry
                 GROUP BY tenant_id, period, account),
            summed AS (
                SELECT tenant_id AS tenant, period, account, micros FROM billing.entry_sum)
            SELECT COALESCE(m.tenant, s.tenant) AS tenant,
                   'entries and sums of ' || COALESCE(m.account, s.account) AS what,
                   COALESCE(m.period, s.period) AS period,
                   COALESCE(m.micros, 0) AS x, COALESCE(s.micros, 0) AS y
              FROM moved m
              FULL JOIN summed s ON s.tenant = m.tenant AND s.period = m.period AND s.account = m.account
             WHERE COALESCE(m.micros, 0) <> COALESCE(s.micros, 0)
            """;

    /** Every account of a ledger together: what leaves one enters another. */
    static final String ZERO = """
            SELECT tenant_id AS tenant, 'ledger and zero' AS what, NULL::int AS period, sum(micros)::bigint AS x, 0::bigint AS y
              FROM billing.entry
             GROUP BY tenant_id
            HAVING sum(micros) <> 0
            """;

    /** The sums of usage against its calls, from a month on whose calls are all still there. */
    static final String EVENTS = """
            WITH rows AS (
                SELECT tenant_id AS tenant, period, sum(charge_micros)::bigint AS micros
                  FROM (SELECT tenant_id, period, charge_micros FROM billing.usage_event
                         UNION ALL
                        SELECT tenant_id, period, charge_micros FROM records.call_segment) AS kept
                 GROUP BY tenant_id, period),
            summed AS (
                SELECT tenant_id AS tenant, period, sum(charge_micros)::bigint AS micros FROM billing.usage_sum
                 GROUP BY tenant_id, period)
            SELECT COALESCE(r.tenant, s.tenant) AS tenant, 'usage rows and sums' AS what,
                   COALESCE(r.period, s.period) AS period,
                   COALESCE(r.micros, 0) AS x, COALESCE(s.micros, 0) AS y
              FROM rows r FULL JOIN summed s ON s.tenant = r.tenant AND s.period = r.period
             WHERE COALESCE(r.micros, 0) <> COALESCE(s.micros, 0)
               AND COALESCE(r.period, s.period) >= $1
            """;

    private Checks() {}
}
