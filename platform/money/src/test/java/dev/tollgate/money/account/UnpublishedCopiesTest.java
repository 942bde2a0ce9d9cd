package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.copy.AccountFunctions.Preparation;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** After Redis has lost everything, 100,000 accounts have changes that it has not acknowledged. */
class UnpublishedCopiesTest {

    private static final int ACCOUNTS = 100_000;
    private static final int CHUNK = 10_000;

    private static final String COLUMNS = """
            SELECT string_agg(column_name, ', ' ORDER BY ordinal_position) AS columns
              FROM information_schema.columns
             WHERE table_schema = 'billing' AND table_name = 'account' AND is_generated = 'NEVER'
               AND column_name NOT IN ('tenant', 'acked_seq')
            """;

    private static MoneyBench bench;

    @BeforeAll
    static void open() {
        bench = new MoneyBench();
        TenantId first = bench.account(MoneyBench.SMALL);
        String columns = bench.asMeter(transaction -> transaction.query(COLUMNS, Tuple.tuple()))
                .iterator()
                .next()
                .getString("columns");
        String copies = "INSERT INTO billing.account (tenant, acked_seq, " + columns + ") SELECT gen_random_uuid(), 0, "
                + columns + " FROM billing.account, generate_series(1, $2::int) WHERE tenant = $1::uuid";
        for (int made = 0; made < ACCOUNTS; made += CHUNK) {
            bench.asMeter(transaction -> transaction.query(copies, Tuple.of(first.value(), CHUNK)));
        }
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    @Test
    void one_round_publishes_every_copy_that_exists_and_later_rounds_forget_those_that_do_not() {
        List<TenantId> changed = List.of(
                bench.account(MoneyBench.SMALL), bench.account(MoneyBench.SMALL), bench.account(MoneyBench.SMALL));
        changed.forEach(UnpublishedCopiesTest::toppedUp);

        int waiting = bench.awaited(bench.meterCopies::republish);
        int rounds = 1;
        while (bench.awaited(bench.meterCopies::republish) > 0) {
            rounds++;
        }

        assertThat(waiting).isEqualTo(ACCOUNTS + changed.size());
        assertThat(changed).allSatisfy(tenant -> {
            assertThat(bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                            .getFirst()
                            .orElseThrow()
                            .leftMicros())
                    .isEqualTo(1_500);
            assertThat(bench.read(tenant).revision().ackedSeq()).isEqualTo(2);
        });
        assertThat(rounds).isLessThanOrEqualTo(ACCOUNTS / UnpublishedCopies.ABSENT_MAX + 2);
    }

    @Test
    void a_copy_that_is_made_after_its_absence_was_remembered_has_every_change() {
        TenantId tenant = bench.account(MoneyBench.SMALL);
        bench.redis.must("DEL", "{" + tenant.text() + "}:account");
        toppedUp(tenant);
        bench.awaited(() -> bench.meterCopies.publish(List.of(tenant)));
        long acknowledged = bench.read(tenant).revision().ackedSeq();

        bench.awaited(() -> bench.accountFunctions.prepare(List.of(new Preparation(tenant, 2))));
        bench.asMeter(transaction -> bench.rows.raiseIncarnations(transaction, Map.of(tenant, 2L)));
        bench.awaited(() -> bench.meterCopies.publish(List.of(tenant)));

        assertThat(acknowledged).as("that there was none").isEqualTo(2);
        assertThat(bench.awaited(() -> bench.accountFunctions.read(List.of(tenant)))
                        .getFirst()
                        .orElseThrow()
                        .leftMicros())
                .isEqualTo(1_500);
    }

    private static void toppedUp(TenantId tenant) {
        bench.asTenant(tenant, transaction -> bench.accounts.topUp(transaction, tenant, UUID.randomUUID(), 500, null));
    }
}
