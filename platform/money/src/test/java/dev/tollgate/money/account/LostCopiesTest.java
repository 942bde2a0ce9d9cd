package dev.tollgate.money.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.ServerCounts;
import dev.tollgate.money.copy.CopyRenewal.Need;
import dev.tollgate.money.usage.Marker;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies of many accounts that are lost at once. */
class LostCopiesTest {

    private static final int ACCOUNTS = 100;

    /** The first call of all makes a batch of its own, the others wait for it and make the next. */
    private static final long BATCHES = 2;

    /** To look, and to make stubs. */
    private static final int CALLS_OF_BATCH = 2;

    /** For numbers, and for markers. */
    private static final int TRANSACTIONS_OF_BATCH = 2;

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
        var before = ServerCounts.now(bench.owner());

        bench.awaited(() -> Future.join(lost.stream()
                .map(tenant -> bench.copies.renew(tenant, new Need.Lost(), Instant.now()))
                .toList()));

        var used = ServerCounts.now(bench.owner()).since(before);
        assertThat(used.functionCalls()).isEqualTo(BATCHES * CALLS_OF_BATCH);
        assertThat(used.transactions())
                .isBetween(
                        BATCHES * TRANSACTIONS_OF_BATCH,
                        BATCHES * TRANSACTIONS_OF_BATCH + ServerCounts.OTHER_TRANSACTIONS_MAX);
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
}
