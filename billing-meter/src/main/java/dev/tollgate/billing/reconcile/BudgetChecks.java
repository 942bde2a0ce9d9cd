package dev.tollgate.billing.reconcile;

/** The comparisons of budgets, as SQL: tenant, what, period, left, right for each pair that differs. */
final class BudgetChecks {

    /**
     * What a budget says is spent against the usage of its credential, by the day of the hold. A person may have come
     * under another membership, which usage names apart: a grant has at least what the present one has spent.
     */
    private static final String SPENT_OF = """
            SELECT b.tenant, 'budget ' || b.id || ' and usage' AS what, NULL::int AS period,
                   b.spent AS x, u.micros AS y
              FROM billing.budget b
             CROSS JOIN LATERAL (SELECT date '1970-01-01' + (b.starts / 8640)::int AS first) AS d
             CROSS JOIN LATERAL (
                   SELECT billing.spent_by(b.tenant, b.workspace, b.spender, d.first,
                            CASE b.per WHEN 'day' THEN d.first + 1 WHEN 'month' THEN (d.first + interval '1 month')::date
                                       ELSE date '9999-12-31' END) AS micros) AS u
             WHERE b.micros IS NOT NULL AND b.spender IS NOT NULL
               AND CASE b.kind WHEN 'mcp_grant' THEN b.spent < u.micros ELSE b.spent <> u.micros END
            """;

    /** Budgets per day and month. */
    static final String SPENT = SPENT_OF + " AND b.per <> 'total'";

    /** Budgets in total: reads all usage of their workspaces. */
    static final String SPENT_IN_TOTAL = SPENT_OF + " AND b.per = 'total'";

    /** The row against its open buckets. */
    static final String OPEN = """
            SELECT b.tenant, 'open charges of budget ' || b.id AS what, NULL::int AS period, b.open AS x,
                   COALESCE(o.micros, 0) AS y
              FROM billing.budget b
              LEFT JOIN LATERAL (SELECT sum(charged)::bigint AS micros FROM billing.budget_bucket
                                  WHERE tenant = b.tenant AND id = b.id AND bucket >= b.starts) AS o ON true
             WHERE b.open <> COALESCE(o.micros, 0)
            """;

    private BudgetChecks() {}
}
