package dev.tollgate.modules.analytics.check;

import dev.tollgate.modules.tracked.PropertyClass;
import java.util.Map;

/**
 * The rules for the events of one call.
 *
 * @param governed false where the module is off: nothing is checked then, but classes apply
 * @param unplanned for names without a rule
 * @param otherwise for other faults of events without a rule
 * @param byName the rule of each name that has one
 * @param ungoverned where the module is off, the classes of properties by the names of events
 */
public record CheckRules(
        boolean governed,
        Unplanned unplanned,
        EventEnforcement otherwise,
        Map<String, CheckRule> byName,
        Map<String, Map<String, PropertyClass>> ungoverned) {

    public CheckRules {
        byName = Map.copyOf(byName);
        ungoverned = Map.copyOf(ungoverned);
    }

    /** Those of a workspace in which the module is on. */
    static CheckRules governing(Unplanned unplanned, EventEnforcement otherwise, Map<String, CheckRule> byName) {
        return new CheckRules(true, unplanned, otherwise, byName, Map.of());
    }

    /** Those of a workspace in which the module is off. */
    static CheckRules ofClasses(Map<String, Map<String, PropertyClass>> classes) {
        return new CheckRules(false, Unplanned.ACCEPT, EventEnforcement.OBSERVE, Map.of(), classes);
    }

    /** The classes of properties of an event, where they have one. */
    Map<String, PropertyClass> classes(String name) {
        var rule = byName.get(name);
        return rule == null
                ? ungoverned.getOrDefault(name, Map.of())
                : rule.definition().classes();
    }
}
