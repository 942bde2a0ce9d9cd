package dev.tollgate.webhooks.settlement;

import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.webhooks.subscription.TransactionSettings;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The statements of one settling transaction, in their order. One with attempts waits before its COMMIT to learn which
 * were stored: only these are charged.
 */
final class SettlementRows {

    /** Failing for this long, and this often, ends in being disabled. */
    static final Duration FAILING_MAX = Duration.ofDays(5);

    static final int FAILURES_MAX = 10;

    private final SettlementParts parts;
    private final AttemptUsage usage;
    private final DispatcherEvents events;
    private final DispatcherAudit audit;

    SettlementRows(SettlementParts parts) {
        this.parts = parts;
        this.usage = new AttemptUsage(parts.slices());
        this.events = new DispatcherEvents(parts.ids(), parts.clock(), parts.slices());
        this.audit = new DispatcherAudit(parts);
    }

    /** @param results of the endpoints whose health is to be written */
    Future<SettlementResult> write(Transaction transaction, SettlementBatch batch, Map<UUID, EndpointResults> results) {
        var settled = new SettlementResult();
        if (batch.made().isEmpty()) {
            TransactionSettings.taking(transaction);
        } else {
            TransactionSettings.telling(transaction);
        }
        var steps = new ArrayList<Future<?>>();
        if (!batch.made().isEmpty()) {
            steps.add(made(transaction, batch, settled));
        }
        if (!batch.given().isEmpty()) {
            var _ = DeliveryRows.giveBack(transaction, batch.given());
        }
        if (!results.isEmpty()) {
            steps.add(health(transaction, results, settled));
        }
        var exhausted = batch.exhausted();
        if (!exhausted.isEmpty()) {
            var _ = AccountPauseRows.pause(
                    transaction, exhausted, parts.limits().probeEvery());
        }
        if (!batch.resumed().isEmpty()) {
            steps.add(AccountPauseRows.resume(transaction, batch.resumed()));
        }
        return Future.all(steps).map(settled);
    }

    private Future<?> made(Transaction transaction, SettlementBatch batch, SettlementResult settled) {
        var rows = DeliveryRows.settle(transaction, batch.made());
        var charged = AttemptRows.insert(transaction, batch.made())
                .map(stored -> charge(transaction, batch, stored))
                .onSuccess(settled::wrote);
        var known = rows.onSuccess(found -> found.forEach(row -> settled.leased.add(row.getUUID("id"))));
        var failed = batch.made().stream()
                .filter(one -> one.next().failure() != null
                        && DispatcherEvents.tells(one.leased().eventType()))
                .toList();
        var lanes = batch.lanes();
        if (failed.isEmpty() && lanes.isEmpty()) {
            return charged;
        }
        var advanced = LaneRows.advance(
                        transaction, lanes, parts.ids().next(), parts.limits().lease())
                .onSuccess(heads -> settled.heads = heads);
        return Future.all(charged, advanced, known).onSuccess(_ -> tell(transaction, failed, settled));
    }

    /** Of a batch that is tried again, or in parts, some may have been stored and charged before. */
    private Collection<Integer> charge(Transaction transaction, SettlementBatch batch, Set<UUID> stored) {
        var left = batch.left(System.nanoTime());
        var deadline = left == null ? null : parts.clock().instant().plus(left);
        var first = batch.made().stream()
                .filter(one -> stored.contains(one.attemptId()))
                .toList();
        return usage.insert(transaction, first, deadline);
    }

    private void tell(Transaction transaction, List<AttemptOutcome> failed, SettlementResult settled) {
        for (var one : failed) {
            var failure = one.next().failure();
            var leased = one.leased();
            if (failure != null && settled.leased.contains(leased.id())) {
                settled.slices.add(events.failed(
                        transaction,
                        new DispatcherEvents.Failed(
                                leased.key(),
                                leased.id(),
                                leased.tenant(),
                                leased.eventType(),
                                one.number(),
                                failure)));
            }
        }
    }

    private Future<?> health(Transaction transaction, Map<UUID, EndpointResults> results, SettlementResult settled) {
        return HealthRows.update(transaction, results.values(), parts.limits()).compose(all -> {
            settled.health = all;
            Collection<Future<?>> steps = new ArrayList<>();
            for (var health : all) {
                var ofEndpoint = results.get(health.endpoint());
                if (ofEndpoint != null && (ofEndpoint.gone || overdue(health))) {
                    steps.add(disable(transaction, health, ofEndpoint, settled));
                } else if (health.failing() != health.wasFailing()) {
                    steps.add(condition(transaction, health, settled));
                }
            }
            return Future.all(List.copyOf(steps));
        });
    }

    private boolean overdue(HealthRows.EndpointHealth health) {
        var since = health.failingSince();
        return since != null
                && !health.stopped()
                && health.failedAttempts() >= FAILURES_MAX
                && !since.plus(FAILING_MAX).isAfter(parts.clock().instant());
    }

    private Future<?> disable(
            Transaction transaction,
            HealthRows.EndpointHealth health,
            EndpointResults results,
            SettlementResult settled) {
        var reason = results.gone ? "gone" : "failing";
        return HealthRows.disable(transaction, health.workspace(), health.endpoint(), reason)
                .map(endpoint -> {
                    if (endpoint != null) {
                        settled.stopped.add(health.endpoint());
                        audit.disabled(transaction, health, results.attempt, endpoint);
                        settled.slices.add(events.endpoint(transaction, "endpoint_disabled", health, endpoint));
                    }
                    return null;
                });
    }

    private Future<?> condition(Transaction transaction, HealthRows.EndpointHealth health, SettlementResult settled) {
        var type = health.failing() ? "endpoint_failing" : "endpoint_recovered";
        return HealthRows.find(transaction, health.workspace(), health.endpoint())
                .map(endpoint -> {
                    if (endpoint != null) {
                        settled.slices.add(events.endpoint(transaction, type, health, endpoint));
                    }
                    return null;
                });
    }
}
