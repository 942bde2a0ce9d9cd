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
public record CheckRules(
        boolean governed, Unplanned unplanned, EventEnforcement otherwise, Map<String, CheckRule> byName) {

    /** Nothing is governed. */
    public static final CheckRules NONE = new CheckRules(false, Unplanned.ACCEPT, EventEnforcement.OBSERVE, Map.of());

    public CheckRules {
        byName = Map.copyOf(byName);
    }
}
