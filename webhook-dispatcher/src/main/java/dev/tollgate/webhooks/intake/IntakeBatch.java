package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.settlement.AccountPauseRows;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.subscription.Roster;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** A run of events on its way into the table, and what of it this process takes at once. */
final class IntakeBatch {

    /** Deliveries that more than one event may make in a transaction. */
    static final int DELIVERIES_MAX = 2_000;

    private static final String RECOVERED = "billing.recovered";

    private final IntakeParts parts;
    private final List<IncomingEvent> events;
    private final UUID token;
    private final Map<UUID, byte[]> bodies = new HashMap<>();
    /** Event bodies in memory, each shared by all its endpoints. */
    private final Map<UUID, Buffer> shared = new HashMap<>();

    private final Set<UUID> inserted = new HashSet<>();
    private BacklogAdmission admission;
    private List<DeliveryDraft> drafts = List.of();
    private long leaseEndsNanos;
    private boolean woken;

    IntakeBatch(IntakeParts parts, List<IncomingEvent> events) {
        this.parts = parts;
        this.events = events;
        this.token = parts.ids().next();
        this.admission = new BacklogAdmission(parts.backlog());
    }

    Set<UUID> workspaces() {
        Set<UUID> workspaces = new HashSet<>();
        for (var event : events) {
            var workspace = event.workspace();
            if (workspace != null) {
                workspaces.add(workspace.value());
            }
        }
        return workspaces;
    }

    /**
     * Writes everything that follows from the events. Statements whose answers nobody needs are sent with the COMMIT.
     */
    Future<?> write(Transaction transaction, Map<UUID, Roster> rosters) {
        var recovered = recovered(transaction);
        var matching = new EventMatcher(
                parts.schedule().queues(),
                parts.ids(),
                parts.rules(),
                parts.clock().instant());
        bodies.clear();
        shared.clear();
        inserted.clear();
        admission = new BacklogAdmission(parts.backlog());
        drafts = matching.drafts(events, rosters, bodies);
        if (drafts.size() > DELIVERIES_MAX && events.size() > 1) {
            return Future.failedFuture(new TooManyDeliveries());
        }
        if (drafts.isEmpty()) {
            return recovered;
        }
        leaseEndsNanos = System.nanoTime() + parts.limits().lease().toNanos();
        store(transaction);
        return admission
                .admitted(transaction, drafts)
                .compose(admitted -> LaneTurns.taken(transaction, admitted))
                .compose(ready -> {
                    drafts = ready;
                    insert(transaction);
                    return recovered;
                });
    }

    /** After the commit: queues the deliveries that were taken. */
    void committed() {
        var queues = parts.schedule().queues();
        var dueTimes = parts.schedule().dueTimes();
        for (var draft : drafts) {
            if (inserted.contains(draft.id())) {
                switch (draft.initialState()) {
                    case TAKEN -> {
                        queues.take(leased(draft));
                        dueTimes.watch(draft.key());
                    }
                    case DUE, HELD -> dueTimes.look(draft.key(), Duration.ZERO);
                    case QUEUED, TOO_LARGE -> {}
                }
            }
        }
        admission.committed();
        parts.counts().made(inserted.size());
        queues.pump();
        if (woken) {
            parts.schedule().wake();
        }
    }

    /** Of events that make no delivery now, one may be made later. */
    private void store(Transaction transaction) {
        var stored = new LinkedHashMap<UUID, IncomingEvent>();
        drafts.forEach(draft -> stored.put(draft.event().id(), draft.event()));
        IntakeRows.events(transaction, stored.values(), event -> bodies.getOrDefault(event.id(), new byte[0]));
    }

    private void insert(Transaction transaction) {
        if (!drafts.isEmpty()) {
            IntakeRows.deliveries(transaction, drafts, token, parts.limits().lease())
                    .onSuccess(rows -> rows.forEach(row -> inserted.add(row.getUUID("id"))));
        }
    }

    private Future<?> recovered(Transaction transaction) {
        Set<UUID> tenants = new HashSet<>();
        for (var event : events) {
            if (event.type().equals(RECOVERED)) {
                tenants.add(event.tenant().value());
            }
        }
        return tenants.isEmpty()
                ? Future.succeededFuture()
                : AccountPauseRows.resume(transaction, tenants).onSuccess(count -> woken = count > 0);
    }

    private LeasedDelivery leased(DeliveryDraft draft) {
        var event = draft.event();
        var request = event.request();
        return new LeasedDelivery(
                draft.key(),
                draft.id(),
                draft.endpoint().tenant().value(),
                event.type(),
                request == null ? null : request.value(),
                "scheduled",
                0,
                draft.lane(),
                token,
                leaseEndsNanos,
                0,
                shared.computeIfAbsent(event.id(), id -> Buffer.buffer(bodies.getOrDefault(id, new byte[0]))));
    }

    /** The events make too many deliveries for one transaction: fewer events are to be read. */
    static final class TooManyDeliveries extends RuntimeException {
        private TooManyDeliveries() {
            super("too many deliveries for one transaction", null, false, false);
        }
    }
}
