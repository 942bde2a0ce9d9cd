package dev.tollgate.webhooks.subscription;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * Rules that decide whether an endpoint receives an event.
 *
 * @param wants whether a pattern wants an event type
 * @param modules where events come from, and what holders need to be sent them
 */
public record EventRules(BiPredicate<String, String> wants, EventModules modules) {

    /** Whether one of these patterns wants an event type. */
    public boolean wanted(List<String> patterns, String type) {
        for (var pattern : patterns) {
            if (wants.test(pattern, type)) {
                return true;
            }
        }
        return false;
    }
}
