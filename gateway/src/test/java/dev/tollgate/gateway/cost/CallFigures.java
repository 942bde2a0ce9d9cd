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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** The figures that are read before and after some calls, all of them sums since a start. */
final class CallFigures implements AutoCloseable {

    private static final Duration SETTLED_MAX = Duration.ofSeconds(30);
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);

    /** Loops write figures down every quarter of a second. */
    private static final int STILL_LOOKS = 3;

    private static final String WAL = "SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";

    /** What is not relayed, not sealed, or not yet acknowledged by the copy of an account. */
    private static final String LEFT = """
            SELECT (SELECT count(*) FROM outbox.message)
                 + (SELECT count(*) FROM audit.pending)
                 + (SELECT count(*) FROM billing.account WHERE publish_seq > acked_seq)
            """;

    /** Topic and next offset of each reader. */
    private static final String POSITIONS = """
            SELECT split_part(topic, ' ', 1) || ' ' || next
              FROM (SELECT topic, next FROM billing.log_position
                    UNION ALL SELECT topic, next FROM audit.intake
                    UNION ALL SELECT topic, next FROM records.event_position) AS reader
            """;

    private final GatewayFixture gateway;
    private final StatementProxy statements;
    private final Admin kafka;
    private final List<Long> loops;

    /**
     * Of a gateway whose database is behind the proxy.
     *
     * @param kafka bootstrap servers of a Kafka that only the gateway and its meter use; topics have one partition
     */
    CallFigures(GatewayFixture gateway, StatementProxy statements, String kafka) {
        this.gateway = gateway;
        this.statements = statements;
        this.kafka = Admin.create(Map.of("bootstrap.servers", kafka));
        this.loops = loops(gateway);
    }

    Map<String, Long> statements() {
        return statements.counts();
    }

    long redisEntries() {
        return gateway.counted("tollgate_holds_entries_total");
    }

    long walBytes() {
        return gateway.sql().number(WAL);
    }

    /** Records of all topics. */
    long kafkaRecords() {
        return ends().values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes that the gateway's event loops have allocated. */
    long allocatedBytes() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return loops.stream().mapToLong(threads::getThreadAllocatedBytes).sum();
    }

    /**
     * Waits until all that follows calls is done: relayed, booked, acknowledged by the copy, audited, sealed, consumed;
     * and nothing more is written to the log of the database.
     */
    void settled() {
        List<Long> looks = new ArrayList<>();
        Eventually.within(SETTLED_MAX, LOOK_EVERY, () -> {
            looks.add(walBytes());
            assertThat(gateway.sql().number(LEFT)).isZero();
            var ends = ends();
            assertThat(gateway.sql().texts(POSITIONS)).allSatisfy(reader -> {
                var topic = reader.substring(0, reader.indexOf(' '));
                assertThat(reader).isEqualTo(topic + ' ' + ends.get(topic));
            });
            assertThat(looks).hasSizeGreaterThan(STILL_LOOKS);
            assertThat(looks.getLast()).isEqualTo(looks.get(looks.size() - 1 - STILL_LOOKS));
        });
    }

    @Override
    public void close() {
        kafka.close();
    }

    /** The end of each topic. */
    private Map<String, Long> ends() {
        try {
            var partitions = kafka.listTopics().names().get().stream()
                    .collect(Collectors.toMap(topic -> new TopicPartition(topic, 0), _ -> OffsetSpec.latest()));
            return kafka.listOffsets(partitions).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            end -> end.getKey().topic(), end -> end.getValue().offset()));
        } catch (InterruptedException | ExecutionException broken) {
            throw new IllegalStateException("the ends of the topics are unknown", broken);
        }
    }

    private static List<Long> loops(GatewayFixture gateway) {
        var ids = new ArrayList<Long>();
        for (EventExecutor loop : ((VertxInternal) gateway.process().context().vertx()).nettyEventLoopGroup()) {
            ids.add(CompletableFuture.supplyAsync(() -> Thread.currentThread().threadId(), loop)
                    .orTimeout(5, TimeUnit.MINUTES)
                    .join());
        }
        return ids;
    }
}
