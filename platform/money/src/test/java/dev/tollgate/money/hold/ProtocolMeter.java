package dev.tollgate.money.hold;

import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.hold.ProtocolMessage.Call;
import dev.tollgate.money.hold.ProtocolMessage.Close;
import dev.tollgate.money.hold.ProtocolMessage.Event;
import dev.tollgate.money.hold.ProtocolMessage.Incarnation;
import dev.tollgate.money.hold.ProtocolMessage.State;
import dev.tollgate.money.rating.Account;
import dev.tollgate.money.rating.AccountEntry;
import dev.tollgate.money.rating.Grant;
import dev.tollgate.money.rating.MeteredCharge;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The log and its reader: batches are booked in one transaction each, in order, each event once. */
final class ProtocolMeter {

    final List<ProtocolMessage> log = new ArrayList<>();
    final Set<Integer> seen = new HashSet<>();
    final Map<Long, Account> rows = new HashMap<>();
    Account row;
    List<Grant> grants = List.of();
    long bound;
    long grace;
    long late;
    long turned;
    private final ProtocolWorld world;
    private int read;

    ProtocolMeter(ProtocolWorld world) {
        this.world = world;
        remember();
    }

    boolean behind() {
        return read < log.size();
    }

    /** Whether what was read must be published. A meter that crashes has read nothing. */
    boolean reads(int most, boolean crashes, Instant now) {
        int to = Math.min(log.size(), read + most);
        if (to == read) {
            return false;
        }
        List<ProtocolMessage> batch = List.copyOf(log.subList(read, to));
        Set<Integer> known = new HashSet<>(seen);
        List<AppliedUpdate> applied = new ArrayList<>();
        world.asMeter(crashes, transaction -> booked(transaction, batch, known, applied, now));
        if (crashes) {
            return false;
        }
        read = to;
        seen.addAll(known);
        long inc = row.revision().inc();
        for (ProtocolMessage message : batch) {
            switch (message) {
                case Event(Call call) -> call.state = State.CHARGED;
                case Incarnation(long n, long live) -> {
                    bound += n > inc ? live : 0;
                    inc = Math.max(inc, n);
                }
                case Close _ -> {}
            }
        }
        applied.forEach(this::took);
        return applied.stream().anyMatch(one -> one.change().publishes());
    }

    private Future<List<AppliedUpdate>> booked(
            Transaction transaction,
            List<ProtocolMessage> batch,
            Set<Integer> known,
            List<AppliedUpdate> applied,
            Instant now) {
        Future<List<AppliedUpdate>> all = Future.succeededFuture(List.of());
        for (ProtocolMessage message : batch) {
            all = all.compose(_ -> booked(transaction, message, known, now)).map(some -> {
                applied.addAll(some);
                return applied;
            });
        }
        return all;
    }

    private Future<List<AppliedUpdate>> booked(
            Transaction transaction, ProtocolMessage message, Set<Integer> known, Instant now) {
        return switch (message) {
            case Event(Call call) ->
                known.add(call.id)
                        ? world.bench.rows.applyCharges(
                                transaction,
                                world.slice(),
                                Map.of(world.tenant(), List.of(new MeteredCharge(call.cost, call.hold))))
                        : Future.succeededFuture(List.of());
            case Close(long bucket) -> world.bench.closing.close(transaction, world.slice(), bucket, now);
            case Incarnation(long n, long _) ->
                world.bench.rows.raiseIncarnations(transaction, Map.of(world.tenant(), n));
        };
    }

    /** What became of the account, by the meter or by anybody else. */
    void took(AppliedUpdate one) {
        turned += one.after().month().period().number()
                - (long) one.before().month().period().number();
        for (AccountEntry entry : one.change().entries()) {
            grace -= entry.source() == AccountEntry.Source.GRACE ? entry.micros() : 0;
        }
        late += one.change().late();
        remember();
    }

    void remember() {
        var locked = world.bench
                .awaited(() -> world.bench.accounts.read(world.bench.app, world.tenant()))
                .orElseThrow();
        row = locked.account();
        grants = locked.grants();
        rows.put(row.revision().seq(), row);
    }
}
