package dev.tollgate.modules.analytics.check;

import java.util.Map;

/**
 * The rules for the events of one call.
 *
 * @param governed false where the module is off: no rule then
 * @param unplanned for names without a rule
 * @param otherwise for other faults of events without a rule
 * @param byName the rule of each name that has one
 */
public record EventRules(
        boolean governed, Unplanned unplanned, Enforcement otherwise, Map<String, EventRule> byName) {

    /** Nothing is governed. */
    public static final EventRules NONE = new EventRules(false, Unplanned.ACCEPT, Enforcement.OBSERVE, Map.of());

    public EventRules {
        byName = Map.copyOf(byName);
    }
}
