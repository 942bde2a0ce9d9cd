package dev.tollgate.webhooks.settlement;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.records.event.DeliveryId;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.Outbox;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The usage of attempts, on its way to the meter: one message per slice for all of a transaction. */
public final class AttemptUsage {

    /** Price dimension of attempts. */
    public static final String DIMENSION = "webhook.attempt";

    /** Operation of attempts in usage and audit. */
    public static final String OPERATION = "deliver_webhook";

    /**
     * From hold to commit: a bucket closes 60 s after its end at the earliest, and what is charged later could be more
     * than the account has.
     */
    static final Duration CHARGED_WITHIN = Duration.ofSeconds(45);

    private static final String ACTION = "webhook.attempt";
    private static final String RESOURCE = "webhook_delivery";
    private static final String NOWHERE = "";

    private final int slices;

    AttemptUsage(int slices) {
        this.slices = slices;
    }

    /**
     * Adds the messages; gives the slices they lie in. The ledger knows a record by its first event alone, so an
     * attempt whose row was stored by an earlier transaction must not be among them.
     *
     * @param deadline when they can be charged no more; null where nothing is charged
     */
    Collection<Integer> insert(Transaction transaction, List<AttemptOutcome> made, @Nullable Instant deadline) {
        Map<Integer, List<AttemptOutcome>> bySlice = new TreeMap<>();
        for (var one : made) {
            bySlice.computeIfAbsent(Partitioner.of(one.leased().tenant(), slices), _ -> new ArrayList<>())
                    .add(one);
        }
        if (bySlice.isEmpty()) {
            return List.of();
        }
        List<Tuple> rows = new ArrayList<>();
        bySlice.forEach((slice, all) -> {
            for (int from = 0; from < all.size(); from += UsageCodec.EVENTS_MAX) {
                var some = all.subList(from, Math.min(all.size(), from + UsageCodec.EVENTS_MAX));
                var key = some.getFirst().endpoint().tenant().text();
                var body =
                        UsageCodec.encode(some.stream().map(AttemptUsage::event).toList());
                rows.add(Outbox.args(slice, Topics.USAGE, key, body, deadline));
            }
        });
        var _ = transaction.batch(Outbox.INSERT.sql(), rows);
        return bySlice.keySet();
    }

    private static UsageRecorded event(AttemptOutcome outcome) {
        var leased = outcome.leased();
        var delivery = new DeliveryId(leased.id()).text();
        var request = leased.requestId();
        var facts = new CallFacts(
                new RequestId(request == null ? outcome.attemptId() : request),
                null,
                outcome.result().startedAt(),
                new TenantId(leased.tenant()),
                outcome.endpoint().workspace(),
                new Actor(Actor.Kind.SYSTEM, outcome.endpoint().id().text(), "webhooks"),
                Surface.WEBHOOK,
                OPERATION,
                ACTION,
                null,
                NOWHERE,
                null);
        return new UsageRecorded(outcome.usageId(), facts, outcome.charge(), true, RESOURCE, delivery);
    }
}
