package dev.tollgate.webhooks.replay;

import dev.tollgate.contract.event.EventPattern;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.records.event.EventType;
import dev.tollgate.records.event.EventTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The types that patterns name today. Pure. */
record NamedTypes(EventTypes events) {

    /** The faults of a caller's patterns. */
    List<FieldError> faults(@Nullable List<String> patterns) {
        var faults = new ArrayList<FieldError>();
        for (int at = 0; patterns != null && at < patterns.size(); at++) {
            if (named(patterns.get(at)).isEmpty()) {
                faults.add(new FieldError(
                        "event_types[" + at + "]", "matches no event type; GET /v1/event-types lists them"));
            }
        }
        return faults;
    }

    /** The types that a webhook gets and, where the caller names some, that the caller wants. */
    List<String> named(List<String> ofWebhook, @Nullable List<String> wanted) {
        return events.all().values().stream()
                .filter(event -> any(ofWebhook, event) && (wanted == null || any(wanted, event)))
                .map(EventType::type)
                .toList();
    }

    private List<String> named(String pattern) {
        return named(List.of(pattern), null);
    }

    private static boolean any(List<String> patterns, EventType event) {
        return patterns.stream()
                .map(EventPattern::parse)
                .flatMap(Optional::stream)
                .anyMatch(pattern -> pattern.matches(event.type(), event.module()));
    }
}
