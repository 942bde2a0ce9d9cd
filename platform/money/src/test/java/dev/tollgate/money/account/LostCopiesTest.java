package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.hold.CopyRenewal.Need;
import dev.tollgate.money.usage.Marker;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of many accounts that are lost at once. */
class LostCopiesTest {

    private static final int ACCOUNTS = 100;
    private static final Pattern FUNCTION_CALLS = Pattern.compile("cmdstat_fcall:calls=(\\d+)");

    /** The first call of all makes a batch of its own, the others wait for it and make the next. */
    private static final int BATCHES = 2;

    /** To look, and to make stubs. */
    private static final int CALLS_OF_BATCH = 2;

    /** For numbers, and for markers. */
    private static final int TRANSACTIONS_OF_BATCH = 2;

    /** Of PostgreSQL's own, such as those of autovacuum. */
    private static final int OTHER_TRANSACTIONS_MAX = 10;

    private MoneyBench bench;

    @BeforeEach
    void open() {
        bench = new MoneyBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void the_rebuilds_of_many_accounts_share_their_calls_and_transactions() {
        List<TenantId> lost = lost();
        long calls = functionCalls();
        long transactions = transactions();

        bench.awaited(() -> Future.join(lost.stream()
                .map(tenant -> bench.copies.renew(tenant, new Need.Lost(), Instant.now()))
                .toList()));

        assertThat(functionCalls() - calls).isEqualTo(BATCHES * CALLS_OF_BATCH);
        assertThat(transactions() - transactions)
                .isBetween(
                        1L + BATCHES * TRANSACTIONS_OF_BATCH,
                        1L + BATCHES * TRANSACTIONS_OF_BATCH + OTHER_TRANSACTIONS_MAX);
        assertThat(bench.takeMarkers())
                .containsExactlyInAnyOrderElementsOf(lost.stream()
                        .<Marker>map(tenant -> new Marker.Tenant(tenant, 2))
                        .toList());
    }

    private List<TenantId> lost() {
        List<TenantId> lost = Stream.generate(() -> bench.account(MoneyBench.SMALL))
                .limit(ACCOUNTS)
                .toList();
        bench.redis.calls(lost.stream()
                .map(tenant -> new Object[] {"DEL", "{" + tenant.text() + "}:account"})
                .toList());
        return lost;
    }

    private long functionCalls() {
        var calls = FUNCTION_CALLS.matcher(bench.redis.text("INFO", "commandstats"));
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }

    /** The number of a transaction that writes: this one. */
    private long transactions() {
        return bench.owner().number("SELECT pg_current_xact_id()::text::bigint");
    }
}
