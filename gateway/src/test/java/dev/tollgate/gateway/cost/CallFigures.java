package dev.tollgate.gateway.cost;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.JMException;
import javax.management.ObjectName;

/** The figures that are read before and after some calls, all of them sums since a start. */
final class CallFigures {

    private static final Duration QUIET_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);
    private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";
    private static final long QUIET_BYTES_MAX = 4_096;
    private static final int QUIET_LOOKS = 4;

    /** Consumers wait up to 50 ms for more: what has written nothing for so many looks is done. */
    private static final int STILL_LOOKS = 3;

    private static final Duration STILL_LOOK_EVERY = Duration.ofMillis(100);
    private static final String SPENT = "SELECT coalesce(sum(spent + next_spent), 0)::bigint FROM billing.account";
    private static final String OUTBOX = "SELECT count(*) FROM outbox.message";

    private final GatewayFixture gateway;
    private final StatementProxy statements;
    private final List<Long> loops;

    /** Of a gateway whose database is behind the proxy. */
    CallFigures(GatewayFixture gateway, StatementProxy statements) {
        this.gateway = gateway;
        this.statements = statements;
        this.loops = loops(gateway);
    }

    Map<String, Long> statements() {
        return statements.counts();
    }

    /** Entries of holds, which loops write down every quarter of a second. */
    long redisEntries() {
        return gateway.counted("tollgate_holds_entries_total");
    }

    long walBytes() {
        return gateway.sql().number(WAL);
    }

    /** Records that all producers of this JVM have sent. */
    long kafkaRecords() {
        var server = ManagementFactory.getPlatformMBeanServer();
        try {
            double all = 0;
            for (var producer : server.queryNames(new ObjectName("kafka.producer:type=producer-metrics,*"), null)) {
                all += ((Number) server.getAttribute(producer, "record-send-total")).doubleValue();
            }
            return Math.round(all);
        } catch (JMException broken) {
            throw new IllegalStateException("the Kafka client shows no metrics", broken);
        }
    }

    /** Bytes that the gateway's event loops have allocated. */
    long allocatedBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return loops.stream().mapToLong(threads::getThreadAllocatedBytes).sum();
    }

    /** Waits until what follows calls is done: for a second, almost nothing is written to the log of the database. */
    void quiet() {
        List<Long> looks = new ArrayList<>();
        Eventually.within(QUIET_MAX, LOOK_EVERY, () -> {
            looks.add(walBytes());
            assertThat(looks).hasSizeGreaterThan(QUIET_LOOKS);
            assertThat(looks.getLast() - looks.get(looks.size() - 1 - QUIET_LOOKS))
                    .isLessThan(QUIET_BYTES_MAX);
        });
    }

    /** What all accounts were charged in this month and the next. */
    long spentMicros() {
        return gateway.sql().number(SPENT);
    }

    /** Waits until a call is booked and nothing more is written for it: the log of the database stays as it is. */
    void booked(long spentBefore) {
        List<Long> looks = new ArrayList<>();
        Eventually.within(QUIET_MAX, STILL_LOOK_EVERY, () -> {
            looks.add(walBytes());
            assertThat(spentMicros()).isGreaterThan(spentBefore);
            assertThat(gateway.sql().number(OUTBOX)).isZero();
            assertThat(looks).hasSizeGreaterThan(STILL_LOOKS);
            assertThat(looks.getLast()).isEqualTo(looks.get(looks.size() - 1 - STILL_LOOKS));
        });
    }

    private static List<Long> loops(GatewayFixture gateway) {
        var ids = new ArrayList<Long>();
        for (EventExecutor loop : ((VertxInternal) gateway.process().context().vertx()).nettyEventLoopGroup()) {
            ids.add(CompletableFuture.supplyAsync(() -> Thread.currentThread().threadId(), loop)
                    .join());
        }
        return ids;
    }
}
