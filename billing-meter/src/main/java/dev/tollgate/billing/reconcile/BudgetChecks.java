package dev.tollgate.billing.reconcile;

/** The comparisons of budgets, as SQL: tenant, what, period, left, right for each pair that differs. */
final class BudgetChecks {

    /** What usage has for the period of budget {@code b}, by the day of the hold. */
    static final String USED = """
            billing.spent_by(b.tenant, b.workspace, b.spender, date '1970-01-01' + (b.starts / 8640)::int,
                CASE b.per WHEN 'day' THEN date '1970-01-01' + (b.starts / 8640)::int + 1
                           WHEN 'month' THEN (date '1970-01-01' + (b.starts / 8640)::int + interval '1 month')::date
                           ELSE date '9999-12-31' END)""";

    /**
     * Whether what a budget says is spent differs from usage. A person may have come under another membership, which
     * usage names apart: a grant has at least what the present one has spent.
     */
    static final String WRONG = """
            b.micros IS NOT NULL AND b.spender IS NOT NULL
            AND CASE b.kind WHEN 'mcp_grant' THEN b.spent < %s ELSE b.spent <> %s END""".formatted(USED, USED);

    /** Budgets that are compared with usage together. */
    enum Which {
        /** Per day and month. */
        BY_PERIOD("b.per <> 'total'"),
        /** In total: reads all usage of their credentials. */
        IN_TOTAL("b.per = 'total'");

        private final String sql;

        Which(String sql) {
            this.sql = sql;
        }

        /** Those that differ, and by how much. */
        String spent() {
            return """
                    SELECT b.tenant, 'budget ' || b.id || ' and usage' AS what, NULL::int AS period, b.spent AS x,
                           %s AS y
                      FROM billing.budget b
                     WHERE %s AND %s
                    """.formatted(USED, WRONG, sql);
        }

        /** The keys of those that differ. Argument: how many. */
        String keys() {
            return "SELECT b.tenant, b.id FROM billing.budget b WHERE " + WRONG + " AND " + sql
                    + " ORDER BY b.tenant, b.id LIMIT $1";
        }
    }

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
