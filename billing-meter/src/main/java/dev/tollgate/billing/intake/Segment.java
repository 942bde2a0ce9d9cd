package dev.tollgate.billing.intake;

import dev.tollgate.billing.intake.LogBatch.Item;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageMessage;
import java.util.ArrayList;
import java.util.List;

/** Part of a batch that is booked at once: everything before a marker must be booked before it. */
sealed interface Segment {

    /** One usage event and its offset. */
    record Entry(Item item, UsageRecorded event) {}

    /** Usage events without a marker between them. */
    record Calls(List<Entry> entries) implements Segment {}

    record Mark(Marker marker) implements Segment {}

    /** Unreadable elements are left out: see {@link DeadLetters}. */
    static List<Segment> of(List<Item> items) {
        List<Segment> segments = new ArrayList<>();
        List<Entry> entries = new ArrayList<>();
        for (var item : items) {
            switch (item.message()) {
                case UsageMessage.Usage(var event) -> entries.add(new Entry(item, event));
                case UsageMessage.Marked(var marker) -> {
                    end(segments, entries);
                    segments.add(new Mark(marker));
                }
                case UsageMessage.Unreadable _ -> {}
            }
        }
        end(segments, entries);
        return List.copyOf(segments);
    }

    private static void end(List<Segment> segments, List<Entry> entries) {
        if (!entries.isEmpty()) {
            segments.add(new Calls(List.copyOf(entries)));
            entries.clear();
        }
    }
}
