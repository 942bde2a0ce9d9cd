package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.redis.RedisFunctions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Budgets that Redis has not acknowledged are published again in turn. */
class RepublishedBudgetsTest {

    /** More than Redis takes exactly: it refuses the figures of such a row. */
    private static final long REFUSED = 1L << 53;

    private MoneyBench bench;
    private TenantId tenant;

    @BeforeEach
    void open() {
        bench = new MoneyBench();
        bench.awaited(bench.functions::load);
        tenant = bench.account(MoneyBench.LARGE);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void budgets_that_redis_refuses_keep_no_other_waiting() {
        insert("('00000000-0000-0000-0000-' || lpad(i::text, 12, '0'))::uuid", RedisFunctions.ENTRIES_MAX, REFUSED);
        insert("'ffffffff-0000-0000-0000-000000000000'::uuid", 1, 0);

        bench.awaited(() -> bench.meterCopies.budgets().republish());
        long first = acknowledged();
        bench.awaited(() -> bench.meterCopies.budgets().republish());

        assertThat(first).isZero();
        assertThat(acknowledged()).isEqualTo(1);
    }

    @Test
    void after_the_last_budget_it_begins_with_the_first_again() {
        insert("'ffffffff-0000-0000-0000-000000000000'::uuid", 1, 0);
        bench.awaited(() -> bench.meterCopies.budgets().republish());
        insert("'00000000-0000-0000-0000-000000000000'::uuid", 1, 0);

        bench.awaited(() -> bench.meterCopies.budgets().republish());

        assertThat(acknowledged()).isEqualTo(2);
    }

    /** Rows that nobody has published. */
    private void insert(String id, int count, long open) {
        bench.owner().execute("""
                INSERT INTO billing.budget (tenant, id, workspace, kind, micros, per, seq, publish_seq, acked_seq, inc,
                                            closed, starts, spent, open)
                SELECT '%s', %s, gen_random_uuid(), 'api_key', 1000, 'total', 1, 1, 0, 1, 0, 0, 0, %d
                  FROM generate_series(1, %d) AS i
                """.formatted(tenant.value(), id, open, count));
    }

    private long acknowledged() {
        return bench.owner().number("SELECT count(*) FROM billing.budget WHERE acked_seq = seq");
    }
}
