package dev.tollgate.modules.analytics.check;

import java.util.Map;

/**
 * The rules for the events of one call.
 *
 * @param governed false where the module is off: nothing is checked then, but classes apply
 * @param unplanned for names without a rule
 * @param otherwise for other faults of events without a rule
 * @param byName the rule of each name that has one
 */
public record CheckRules(
        boolean governed, Unplanned unplanned, EventEnforcement otherwise, Map<String, CheckRule> byName) {

    public CheckRules {
        byName = Map.copyOf(byName);
    }

    /** The same where the module is off. */
    public CheckRules ungoverned() {
        return new CheckRules(false, Unplanned.ACCEPT, EventEnforcement.OBSERVE, byName);
    }
}
