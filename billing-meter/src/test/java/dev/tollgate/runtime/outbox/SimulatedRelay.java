package dev.tollgate.runtime.outbox;

import dev.tollgate.billing.simulation.SimulatedLog;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.DedicatedConnection;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * One relay of a simulation: the real statements, batches and order of departure, with the log and its acknowledgements
 * in the hands of the scheduler. Sends what {@link OutboxSender} would.
 */
public final class SimulatedRelay {

    /** What becomes of a message on its way. */
    public enum Arrival {
        ACKNOWLEDGED,
        /** It is in the log, and the relay does not hear of it. */
        REPLY_LOST,
        LOST
    }

    /** A batch that is in flight. */
    private static final class InFlight {
        private final SliceBatch batch;
        private final Deque<SliceBatch.Message> messages;
        private boolean failed;

        InFlight(SliceBatch batch) {
            this.batch = batch;
            this.messages = new ArrayDeque<>(batch.messages());
        }
    }

    private final OutboxTable table;
    private final OwnedSlices slices;
    private final boolean kept;
    private final Deque<InFlight> onTheWay = new ArrayDeque<>();
    private List<SliceBatch> answer = List.of();

    private SimulatedRelay(OutboxTable table, OwnedSlices slices, boolean kept) {
        this.table = table;
        this.slices = slices;
        this.kept = kept;
    }

    /** A relay that owns the slice, as soon as the session of the one before has ended. */
    public static Future<SimulatedRelay> open(Vertx vertx, PostgresSettings settings, int slice, boolean kept) {
        var topics = kept ? new KeptTopics(Set.of(Topics.USAGE)) : KeptTopics.NONE;
        return DedicatedConnection.open(vertx, settings, DatabaseRole.RELAY).compose(connection -> {
            var table = new OutboxTable(connection, topics);
            var slices = new OwnedSlices(slice + 1);
            return table.listen()
                    .compose(_ -> owned(table, slice))
                    .onSuccess(slices::add)
                    .map(_ -> new SimulatedRelay(table, slices, kept));
        });
    }

    private static Future<Set<Integer>> owned(OutboxTable table, int slice) {
        return table.claim(List.of(slice))
                .compose(claimed -> claimed.isEmpty() ? owned(table, slice) : Future.succeededFuture(claimed));
    }

    /** Asks for what comes next, unless an answer is on its way. */
    public Future<Void> ask() {
        var asked = answer.isEmpty() ? slices.open() : List.<Integer>of();
        return asked.isEmpty()
                ? Future.succeededFuture()
                : table.heads(asked).onSuccess(batches -> answer = batches).mapEmpty();
    }

    /** The answer arrives: what may leave is sent. */
    public void send() {
        var batches = answer;
        answer = List.of();
        batches.stream().filter(slices::mayLeave).forEach(this::send);
    }

    private void send(SliceBatch batch) {
        slices.sent(batch);
        table.handedOver(batch);
        onTheWay.add(new InFlight(batch));
    }

    public boolean isIdle() {
        return onTheWay.isEmpty() && answer.isEmpty();
    }

    /** The message that was sent first arrives, or does not. */
    public void arrive(SimulatedLog log, Arrival arrival) {
        var first = onTheWay.peek();
        if (first == null) {
            return;
        }
        var message = first.messages.remove();
        if (arrival != Arrival.LOST) {
            append(log, message);
        }
        if (arrival == Arrival.ACKNOWLEDGED) {
            table.acknowledged(message);
        } else {
            table.failed(message);
            first.failed = true;
        }
        if (first.messages.isEmpty()) {
            onTheWay.remove();
            ended(first);
        }
    }

    private void ended(InFlight one) {
        int slice = one.batch.slice();
        if (one.failed) {
            slices.fail(slice);
        }
        if (slices.arrived(one.batch)) {
            var _ = slices.rest(slice);
        }
    }

    private void append(SimulatedLog log, SliceBatch.Message message) {
        log.append(message.body().getBytes(), kept ? Long.valueOf(message.id()) : null);
    }

    public Future<Void> delete() {
        return table.deleteAcknowledged();
    }

    /** Loses its session. What was on its way may still arrive, in this order. */
    public Future<List<Runnable>> crash(SimulatedLog log) {
        List<Runnable> late = new ArrayList<>();
        onTheWay.forEach(one -> one.messages.forEach(message -> late.add(() -> append(log, message))));
        onTheWay.clear();
        return table.close().map(late);
    }
}
