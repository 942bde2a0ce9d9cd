package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.LogBatch.Item;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Part of a batch that is booked at once: everything before a marker must be booked before it. */
sealed interface Segment {

    /** One usage event and its offset. */
    record Entry(Item item, UsageRecorded event) {}

    /** Usage events without a marker between them. */
    record Calls(List<Entry> entries) implements Segment {}

    /** Incarnations of accounts, each as its last marker says. */
    record Raises(Map<TenantId, Long> numbers) implements Segment {}

    record Mark(Marker marker) implements Segment {}

    /**
     * Unreadable elements are left out: see {@link DeadLetters}. A marker of an account keeps its place among the calls
     * of that account, and may leave it among those of others: so markers of many accounts are acted upon at once.
     */
    static List<Segment> of(List<Item> items) {
        Collected collected = new Collected();
        for (var item : items) {
            switch (item.message()) {
                case UsageMessage.Usage(var event) -> collected.add(new Entry(item, event));
                case UsageMessage.Marked(Marker.Tenant(var tenant, long n)) ->
                    collected.raises.merge(tenant, n, Long::max);
                case UsageMessage.Marked(var marker) -> {
                    collected.end();
                    collected.segments.add(new Mark(marker));
                }
                case UsageMessage.Unreadable _ -> {}
            }
        }
        collected.end();
        return List.copyOf(collected.segments);
    }

    /** Segments while they are collected: calls, then the markers that may be acted upon after all of them. */
    final class Collected {
        private final List<Segment> segments = new ArrayList<>();
        private final List<Entry> entries = new ArrayList<>();
        private final Map<TenantId, Long> raises = new LinkedHashMap<>();

        private Collected() {}

        private void add(Entry entry) {
            var tenant = entry.event().call().tenant();
            if (tenant != null && raises.containsKey(tenant)) {
                end();
            }
            entries.add(entry);
        }

        private void end() {
            if (!entries.isEmpty()) {
                segments.add(new Calls(List.copyOf(entries)));
                entries.clear();
            }
            if (!raises.isEmpty()) {
                segments.add(new Raises(Map.copyOf(raises)));
                raises.clear();
            }
        }
    }
}
