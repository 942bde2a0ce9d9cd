package dev.tollgate.money.account;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.copy.AccountFunctions.Preparation;
import dev.tollgate.money.copy.CopyState;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Begins the rebuild of lost copies, for one event loop: a stub under a new number, and its marker for the meter. One
 * batch at a time, so that a loss of all copies takes one connection from everybody else.
 *
 * <p>A number is committed before it is used, and used once. The marker of a stub may be written again by anybody, as
 * long as the stub is there.
 */
final class LostCopies {

    /** The most batches that wait. */
    static final int BATCHES_MAX = 256;

    /** A stub that is older may have lost its marker with the process that made it. */
    static final Duration MARK_AGAIN_AFTER = Duration.ofSeconds(2);

    private static final String TAKE_NUMBERS = "SELECT tenant, n FROM billing.take_copy_numbers($1)";

    private static final Logger LOGGER = LoggerFactory.getLogger(LostCopies.class);

    private record Batch(Set<TenantId> tenants, Promise<Void> done) {}

    private final Database database;
    private final AccountFunctions functions;
    private final Copies.Setup setup;
    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();
    private boolean running;

    LostCopies(Database database, RedisFunctions functions, Copies.Setup setup) {
        this.database = database;
        this.functions = new AccountFunctions(functions);
        this.setup = setup;
    }

    /** Completes when the stub is there and has its marker, another process writes it, or it has failed. */
    Future<Void> rebuild(TenantId tenant) {
        Batch last = waiting.peekLast();
        if (last == null || last.tenants().size() >= RedisFunctions.ENTRIES_MAX) {
            if (waiting.size() >= BATCHES_MAX) {
                return Future.succeededFuture();
            }
            last = new Batch(new LinkedHashSet<>(), Promise.promise());
            waiting.add(last);
        }
        last.tenants().add(tenant);
        run();
        return last.done().future();
    }

    private void run() {
        Batch batch = running ? null : waiting.poll();
        if (batch != null) {
            running = true;
            Future.succeededFuture()
                    .compose(_ -> rebuild(List.copyOf(batch.tenants())))
                    .onFailure(cause -> LOGGER.atWarn()
                            .addKeyValue("accounts", batch.tenants().size())
                            .addKeyValue("reason", String.valueOf(cause.getMessage()))
                            .log("failed to rebuild account copies, will retry"))
                    .onComplete(_ -> {
                        running = false;
                        batch.done().complete();
                        run();
                    });
        }
    }

    private Future<Void> rebuild(List<TenantId> tenants) {
        return functions.look(tenants).compose(states -> {
            List<TenantId> absent = new ArrayList<>();
            List<Marker.Tenant> again = new ArrayList<>();
            for (int i = 0; i < tenants.size(); i++) {
                switch (states.get(i)) {
                    case CopyState.Current _, CopyState.Away _ -> {}
                    case CopyState.Absent _ -> absent.add(tenants.get(i));
                    case CopyState.Stub(long inc, Duration age) -> {
                        if (age.compareTo(MARK_AGAIN_AFTER) >= 0) {
                            again.add(new Marker.Tenant(tenants.get(i), inc));
                        }
                    }
                }
            }
            return made(absent)
                    .compose(made ->
                            mark(Stream.concat(made.stream(), again.stream()).toList()));
        });
    }

    /** The stubs that are ours: another process that was faster writes its own marker. */
    private Future<List<Marker.Tenant>> made(List<TenantId> absent) {
        if (absent.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return numbers(absent)
                .compose(numbers -> functions.prepare(numbers).map(states -> {
                    List<Marker.Tenant> ours = new ArrayList<>();
                    for (int i = 0; i < numbers.size(); i++) {
                        Preparation one = numbers.get(i);
                        if (states.get(i) instanceof CopyState.Stub(long inc, Duration _) && inc == one.n()) {
                            ours.add(new Marker.Tenant(one.tenant(), inc));
                        }
                    }
                    return ours;
                }));
    }

    /** In one round trip: the answer is read after the commit. */
    private Future<List<Preparation>> numbers(List<TenantId> tenants) {
        List<Preparation> taken = new ArrayList<>();
        return database.transaction(RowSecurityContext.NONE, setup.deadline(), transaction -> {
            var _ = transaction
                    .query(TAKE_NUMBERS, AccountRows.ids(tenants))
                    .onSuccess(rows -> rows.forEach(
                            row -> taken.add(new Preparation(new TenantId(row.getUUID("tenant")), row.getLong("n")))));
            return Future.succeededFuture(taken);
        });
    }

    private Future<Void> mark(List<Marker.Tenant> markers) {
        if (markers.isEmpty()) {
            return Future.succeededFuture();
        }
        List<Outbox.MarkerRow> rows = markers.stream().map(this::row).toList();
        var insert = Outbox.markers(Topics.USAGE, rows);
        return database.transaction(RowSecurityContext.NONE, setup.deadline(), transaction -> {
                    transaction.atCommit(insert.sql(), insert.args());
                    return Future.<Void>succeededFuture();
                })
                .onSuccess(_ -> rows.stream()
                        .mapToInt(Outbox.MarkerRow::slice)
                        .distinct()
                        .forEach(setup.signal()::wrote));
    }

    private Outbox.MarkerRow row(Marker.Tenant marker) {
        TenantId tenant = marker.tenant();
        return new Outbox.MarkerRow(
                setup.slices().applyAsInt(tenant), tenant.text(), Buffer.buffer(UsageCodec.encode(marker)));
    }
}
