package dev.tollgate.standalone.ctl;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tenant and workspace of a command that names none. A write takes only what the caller has named before, in the
 * environment or by {@code ctl use}; a read also takes those of {@code dev}.
 *
 * @param variables those of the environment, by path parameter: ids, or names to be looked up
 * @param named those and what {@code ctl use} chose
 * @param ofReads the same, and those of {@code dev}
 */
record TargetDefaults(Map<String, String> variables, Map<String, String> named, Map<String, String> ofReads) {
    static final TargetDefaults NONE = new TargetDefaults(Map.of(), Map.of(), Map.of());
    static final String TENANT = "tenant_id";
    static final String WORKSPACE = "workspace_id";

    TargetDefaults {
        variables = Map.copyOf(variables);
        named = Map.copyOf(named);
        ofReads = Map.copyOf(ofReads);
    }

    /** Those of an environment, a choice and {@code dev}, the first that names something first. */
    static TargetDefaults of(Map<String, String> environment, Map<String, String> choice, Map<String, String> dev) {
        return new TargetDefaults(
                environment, over(List.of(environment, choice)), over(List.of(environment, choice, dev)));
    }

    /** A workspace never comes from a level below the one that names another tenant: it would be in the wrong one. */
    private static Map<String, String> over(List<Map<String, String>> levels) {
        var targets = new HashMap<String, String>();
        for (var level : levels) {
            var above = targets.get(TENANT);
            var other = above != null && !above.equals(level.get(TENANT));
            level.forEach((name, id) -> {
                if (!(other && name.equals(WORKSPACE))) {
                    targets.putIfAbsent(name, id);
                }
            });
        }
        return targets;
    }

    @Nullable String of(String parameter, boolean write) {
        return (write ? named : ofReads).get(parameter);
    }
}
