package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.SMALL;
import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.embedded.ServerCounts;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The markers of many accounts in one batch of the log. */
class RebuildIntakeTest extends OnBench {

    private static final int ACCOUNTS = 100;
    private static final Duration ACKNOWLEDGED_MAX = Duration.ofSeconds(30);

    /** To take the partition over, of the batch, and of the acknowledgement of Redis. */
    private static final long TRANSACTIONS = 3;

    @Test
    void the_rebuilds_of_a_batch_share_one_transaction_one_publish_and_one_acknowledgement() {
        var tenants = tenants();
        var meter = log.meter();
        var before = ServerCounts.now(bench.owner());

        log.take(
                meter,
                tenants.getFirst(),
                tenants.stream()
                        .map(tenant -> UsageCodec.encode(new Marker.Tenant(tenant, 2)))
                        .toArray(byte[][]::new));
        untilAcknowledged();

        var used = ServerCounts.now(bench.owner()).since(before);
        assertThat(used.transactions()).isBetween(TRANSACTIONS, TRANSACTIONS + ServerCounts.OTHER_TRANSACTIONS_MAX);
        assertThat(used.functionCalls()).isEqualTo(1);
        assertThat(tenants).allSatisfy(tenant -> {
            assertThat(bench.account(tenant).revision().inc()).isEqualTo(2);
            assertThat(bench.account(tenant).revision().seq()).isEqualTo(2);
        });
    }

    private List<TenantId> tenants() {
        var tenants = Stream.generate(() -> bench.tenant(SMALL)).limit(ACCOUNTS).toList();
        bench.execute("UPDATE billing.account SET prep = 2");
        return tenants;
    }

    private void untilAcknowledged() {
        eventually(
                ACKNOWLEDGED_MAX,
                () -> bench.number("SELECT count(*) FROM billing.account WHERE publish_seq > acked_seq") == 0);
    }
}
