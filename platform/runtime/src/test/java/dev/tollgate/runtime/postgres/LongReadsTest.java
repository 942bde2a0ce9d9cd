package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.RepeatedCheck;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Snapshots, which may take long, leave connections to everybody else. */
class LongReadsTest extends OnDatabase {

    private static final int CONNECTIONS = 8;

    /** Longer than any test. */
    private static final Duration SOON = Duration.ofMinutes(3);

    private static final Duration WAIT = Duration.ofMillis(300);

    private final Promise<Void> end = Promise.promise();
    private final AtomicInteger running = new AtomicInteger();
    private final List<Promise<Void>> begins = new ArrayList<>();
    private final List<Future<?>> all = new ArrayList<>();
    private Database pool;

    @BeforeEach
    void open() {
        pool = Database.open(vertx, settings, DatabaseRole.APP, CONNECTIONS, CLOCK);
        RepeatedCheck.within(SOON, this::makeConnections);
    }

    /** Makes all connections: a busy machine may take longer for one than a transaction waits. */
    private void makeConnections() {
        var connected = new AtomicInteger();
        Promise<Void> allConnected = Promise.promise();
        var transactions = Stream.generate(() -> pool.transaction(RowSecurityContext.NONE, late(), _ -> {
                            if (connected.incrementAndGet() == CONNECTIONS) {
                                allConnected.tryComplete();
                            }
                            return allConnected.future();
                        })
                        .onFailure(allConnected::tryFail))
                .limit(CONNECTIONS)
                .toList();
        await(Future.join(transactions));
    }

    private static Instant late() {
        return CLOCK.instant().plus(SOON);
    }

    @AfterEach
    void close() {
        end.tryComplete();
        await(Future.join(all).otherwiseEmpty());
        await(pool.close());
    }

    private static RowSecurityContext workspace(TenantId tenant) {
        return new RowSecurityContext(tenant, new WorkspaceId(UUID.randomUUID()), false);
    }

    private static TenantId tenant() {
        return new TenantId(UUID.randomUUID());
    }

    /** Begins a snapshot that lasts until the end of the test. */
    private Future<Void> begun(RowSecurityContext of, Duration time) {
        Promise<Void> begin = Promise.promise();
        begins.add(begin);
        var snapshot = pool.snapshot(of, late(), time, _ -> {
            running.incrementAndGet();
            begin.complete();
            return end.future();
        });
        all.add(snapshot);
        return snapshot;
    }

    private void awaitBegins(int count) {
        begins.stream().limit(count).forEach(begin -> await(begin.future()));
    }

    private void write(TenantId tenant) {
        await(pool.transaction(RowSecurityContext.of(tenant), late(), _ -> Future.succeededFuture()));
    }

    @Test
    void one_tenant_never_has_all_connections() {
        var tenant = tenant();
        for (int workspace = 0; workspace < CONNECTIONS; workspace++) {
            var _ = begun(workspace(tenant), SOON);
        }
        awaitBegins(CONNECTIONS / 4);

        write(tenant());

        assertThat(running).hasValue(CONNECTIONS / 4);
        assertThat(pool.running()).isEqualTo(CONNECTIONS / 4);
    }

    @Test
    void all_tenants_together_leave_half_of_the_connections() {
        for (int tenant = 0; tenant < CONNECTIONS; tenant++) {
            var _ = begun(workspace(tenant()), SOON);
        }
        awaitBegins(CONNECTIONS / 2);

        for (int call = 0; call < CONNECTIONS; call++) {
            write(tenant());
        }

        assertThat(running).hasValue(CONNECTIONS / 2);
    }

    @Test
    void two_tenants_hold_all_permits() {
        for (var tenant : List.of(tenant(), tenant())) {
            for (int read = 0; read < CONNECTIONS / 4; read++) {
                var _ = begun(workspace(tenant), SOON);
            }
        }

        awaitBegins(CONNECTIONS / 2);

        assertThat(running).hasValue(CONNECTIONS / 2);
    }

    @Test
    void a_read_without_a_permit_after_half_of_its_time_fails_and_has_not_run() {
        var tenant = tenant();
        for (int number = 0; number < CONNECTIONS / 4; number++) {
            var _ = begun(workspace(tenant), SOON);
        }
        awaitBegins(CONNECTIONS / 4);

        var failure = catchThrowable(() -> await(begun(workspace(tenant), WAIT)));

        assertThat(failure).isInstanceOf(Failure.Unavailable.class).hasMessageContaining("permit");
        assertThat(running).hasValue(CONNECTIONS / 4);
    }

    @Test
    void a_read_that_waits_for_a_permit_gets_it_when_another_ends() {
        var tenant = tenant();
        for (int number = 0; number < CONNECTIONS / 4; number++) {
            var _ = begun(workspace(tenant), SOON);
        }
        var waiting = begun(workspace(tenant), SOON);
        awaitBegins(CONNECTIONS / 4);
        await(pool.readByKey(RowSecurityContext.NONE, "SELECT 1", Tuple.tuple()));

        end.complete();
        await(waiting);

        assertThat(running).hasValue(CONNECTIONS / 4 + 1);
    }
}
