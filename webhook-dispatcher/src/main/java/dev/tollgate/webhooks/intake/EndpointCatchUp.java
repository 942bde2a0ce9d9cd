package dev.tollgate.webhooks.intake;

import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.WebhookId;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import dev.tollgate.webhooks.backlog.BacklogRows;
import dev.tollgate.webhooks.intake.CatchUpRows.Behind;
import dev.tollgate.webhooks.intake.CatchUpRows.Looked;
import dev.tollgate.webhooks.intake.DeliveryDraft.InitialState;
import dev.tollgate.webhooks.settlement.LeasedDelivery;
import dev.tollgate.webhooks.subscription.Roster;
import dev.tollgate.webhooks.subscription.Subscriber;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the deliveries that {@link BacklogAdmission} skipped, once their endpoint sends, and has sent most of what
 * waits: those of all events from the first skipped one on that the endpoint wants, its holder may read and that have
 * none yet. In the order of the events, a batch at a time, and while few deliveries of the endpoint are due. Tenants
 * take turns. A delivery that is missing is never given up: a step that fails is tried again a minute later.
 */
public final class EndpointCatchUp {

    /** The least time between two steps of one tenant. */
    public static final Duration EVERY = Duration.ofMillis(200);

    /** Events looked at in one step. */
    static final int LOOKED_MAX = 5_000;

    /** Deliveries made in one step. */
    static final int BATCH = 200;

    private static final Logger LOGGER = LoggerFactory.getLogger(EndpointCatchUp.class);
    private static final int STEPS_MAX = 8;
    private static final Duration STEP_MAX = Duration.ofSeconds(10);
    private static final Duration BACKLOG_PAUSE = Duration.ofSeconds(1);
    private static final Duration HELD_PAUSE = Duration.ofSeconds(5);
    private static final Duration FAILURE_PAUSE = Duration.ofMinutes(1);

    private final IntakeParts parts;
    private final BacklogLimits limits;

    public EndpointCatchUp(IntakeParts parts, BacklogLimits limits) {
        this.parts = parts;
        this.limits = limits;
    }

    /** A step of each tenant that has an endpoint to catch up, up to a few. */
    public Future<Void> turn() {
        return steps(STEPS_MAX);
    }

    private Future<Void> steps(int left) {
        return step().compose(stepped -> stepped && left > 1 ? steps(left - 1) : Future.succeededFuture());
    }

    private Future<Boolean> step() {
        var current = new AtomicReference<@Nullable Behind>();
        return transaction(tx -> {
                    TransactionSettings.taking(tx);
                    return CatchUpRows.next(tx, EVERY).compose(next -> {
                        next.ifPresent(current::set);
                        return next.isPresent() ? stepped(tx, next.get()).map(true) : Future.succeededFuture(false);
                    });
                })
                .onSuccess(_ -> look(current.get()))
                .recover(cause -> {
                    var behind = current.get();
                    return behind == null
                            ? Future.failedFuture(cause)
                            : failed(behind, cause).map(true);
                });
    }

    /** After the commit: deliveries may be due. */
    private void look(@Nullable Behind behind) {
        if (behind != null) {
            var key = new LeasedDelivery.Key(
                    behind.workspace().value(), behind.skippedFrom(), behind.endpoint(), LeasedDelivery.Key.NATURAL);
            parts.schedule().dueTimes().look(key, Duration.ZERO);
        }
    }

    private Future<Void> failed(Behind behind, Throwable cause) {
        return transaction(tx -> {
                    // Intake may have the row; without this pause, the endpoint would be the first of each turn.
                    tx.waitForLocks();
                    return CatchUpRows.putOff(tx, behind, FAILURE_PAUSE);
                })
                .onSuccess(_ -> LOGGER.atWarn()
                        .addKeyValue("workspaceId", behind.workspace().text())
                        .addKeyValue("webhookId", new WebhookId(behind.endpoint()).text())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to create skipped deliveries, will retry"));
    }

    private <T> Future<T> transaction(Function<Transaction, Future<T>> body) {
        return parts.database()
                .transaction(RowSecurityContext.NONE, parts.clock().instant().plus(STEP_MAX), body);
    }

    private Future<Void> stepped(Transaction tx, Behind behind) {
        if (behind.gone()) {
            return CatchUpRows.move(tx, behind, null, EVERY);
        }
        var workspace = behind.workspace().value();
        return parts.subscriptions().current(tx, Set.of(workspace)).compose(rosters -> {
            var endpoint = sending(rosters, behind);
            return endpoint == null
                    ? CatchUpRows.putOff(tx, behind, HELD_PAUSE)
                    : BacklogRows.fewer(
                                    tx,
                                    behind.endpoint(),
                                    behind.held() ? 1 : limits.endpointMin(),
                                    limits.endpointMax())
                            .compose(fewer ->
                                    fewer ? made(tx, behind, endpoint) : CatchUpRows.putOff(tx, behind, BACKLOG_PAUSE));
        });
    }

    /** The endpoint, if deliveries to it go out. */
    private static @Nullable Subscriber sending(Map<UUID, Roster> rosters, Behind behind) {
        var roster = rosters.get(behind.workspace().value());
        if (roster == null || !roster.open()) {
            return null;
        }
        var endpoint = roster.endpoints().get(behind.endpoint());
        return endpoint != null && endpoint.takes("scheduled") ? endpoint : null;
    }

    private Future<Void> made(Transaction tx, Behind behind, Subscriber endpoint) {
        if (!EventDayPartitions.kept(behind.skippedFrom(), parts.clock().instant(), parts.daysKept())) {
            LOGGER.atWarn()
                    .addKeyValue("workspaceId", behind.workspace().text())
                    .addKeyValue("webhookId", new WebhookId(behind.endpoint()).text())
                    .addKeyValue("daysKept", parts.daysKept())
                    .log("events expired before their deliveries were created");
        }
        return CatchUpRows.events(tx, behind, LOOKED_MAX).compose(looked -> {
            List<DeliveryDraft> drafts = new ArrayList<>();
            int at = 0;
            while (at < looked.size() && drafts.size() < BATCH) {
                var event = looked.get(at++);
                if (lacks(endpoint, event)) {
                    drafts.add(new DeliveryDraft(parts.ids().next(), event.event(), endpoint, InitialState.DUE));
                }
            }
            boolean ended = at == looked.size() && at < LOOKED_MAX;
            var skippedFrom = ended ? null : looked.get(at - 1).event().id();
            return inserted(tx, drafts).compose(_ -> CatchUpRows.move(tx, behind, skippedFrom, EVERY));
        });
    }

    private boolean lacks(Subscriber endpoint, Looked looked) {
        var type = looked.event().type();
        return looked.missing()
                && parts.rules().wanted(endpoint.eventTypes(), type)
                && endpoint.rights()
                        .reads(
                                parts.rules().modules().scopeOf(type),
                                parts.clock().instant());
    }

    private Future<Void> inserted(Transaction tx, List<DeliveryDraft> drafts) {
        if (drafts.isEmpty()) {
            return Future.succeededFuture();
        }
        // Settlements have the lanes until their commits are on disk.
        tx.waitForLocks();
        return LaneTurns.taken(tx, drafts)
                .compose(ready -> IntakeRows.deliveries(
                        tx, ready, parts.ids().next(), parts.limits().lease()))
                .onSuccess(rows -> parts.counts().made(rows.size()))
                .mapEmpty();
    }
}
