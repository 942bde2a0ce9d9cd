package dev.tollgate.webhooks.settlement;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Content of one settlement transaction.
 *
 * @param resumed tenants whose account can pay again
 */
record SettlementBatch(List<AttemptOutcome> made, List<ReturnedDelivery> given, Set<UUID> resumed) {

    SettlementBatch {
        made = List.copyOf(made);
        given = List.copyOf(given);
        resumed = Set.copyOf(resumed);
    }

    int size() {
        return made.size() + given.size() + resumed.size();
    }

    /** One batch per result, for a server that rejects one of them. */
    List<SettlementBatch> apart() {
        List<SettlementBatch> single = new ArrayList<>();
        made.forEach(one -> single.add(new SettlementBatch(List.of(one), List.of(), Set.of())));
        given.forEach(one -> single.add(new SettlementBatch(List.of(), List.of(one), Set.of())));
        if (!resumed.isEmpty()) {
            single.add(new SettlementBatch(List.of(), List.of(), resumed));
        }
        return single;
    }

    SettlementBatch withoutAnswers() {
        return new SettlementBatch(
                made.stream().map(AttemptOutcome::withoutAnswer).toList(), given, resumed);
    }

    /** Those that are held too long already are charged nothing. */
    SettlementBatch chargeable(long nowNanos, DeliveryMetrics counts) {
        var limit = AttemptUsage.CHARGED_WITHIN.toNanos();
        if (made.stream().noneMatch(one -> one.charge().micros() > 0 && nowNanos - one.heldNanos() > limit)) {
            return this;
        }
        return new SettlementBatch(
                made.stream()
                        .map(one -> {
                            if (one.charge().micros() == 0 || nowNanos - one.heldNanos() <= limit) {
                                return one;
                            }
                            counts.uncharged();
                            return one.uncharged();
                        })
                        .toList(),
                given,
                resumed);
    }

    /** Time left in which the whole batch can be charged; null if nothing is charged. */
    @Nullable Duration left(long nowNanos) {
        var oldest = made.stream()
                .filter(one -> one.charge().micros() > 0)
                .mapToLong(AttemptOutcome::heldNanos)
                .min();
        return oldest.isEmpty() ? null : AttemptUsage.CHARGED_WITHIN.minusNanos(nowNanos - oldest.getAsLong());
    }

    /** Tenants that cannot pay. */
    Set<UUID> exhausted() {
        var tenants = new TreeSet<UUID>();
        given.stream()
                .filter(ReturnedDelivery::exhausted)
                .forEach(one -> tenants.add(one.leased().tenant()));
        return tenants;
    }

    /** Lanes whose head this settles. */
    List<LaneRows.Lane> lanes() {
        List<LaneRows.Lane> lanes = new ArrayList<>();
        for (var one : made) {
            var key = one.leased().key();
            var lane = one.leased().lane();
            if (lane != null && one.next().settled()) {
                lanes.add(new LaneRows.Lane(key.workspace(), key.endpoint(), lane, key.event()));
            }
        }
        return lanes;
    }
}
