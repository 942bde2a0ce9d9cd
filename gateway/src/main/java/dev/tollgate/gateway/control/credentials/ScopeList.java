package dev.tollgate.gateway.control.credentials;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.outcome.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The scopes a credential or grant is to have, as a caller wrote them. */
public record ScopeList(List<String> wanted) {

    public ScopeList {
        wanted = List.copyOf(wanted);
    }

    /**
     * All faults of the scopes. A scope that is held already may stay while its module is off.
     *
     * @param known every scope there is
     * @param modules all modules that can be switched
     * @param enabled those that are on in the workspace
     * @param held scopes it has already
     */
    public List<FieldError> faults(Set<String> known, Set<String> modules, Set<String> enabled, List<String> held) {
        var faults = new ArrayList<FieldError>();
        for (int at = 0; at < wanted.size(); at++) {
            var scope = wanted.get(at);
            var field = "scopes[" + at + "]";
            if (!known.contains(scope)) {
                faults.add(
                        new FieldError(field, "unknown scope; available: " + String.join(", ", new TreeSet<>(known))));
            } else if (!held.contains(scope) && isOff(new Scope(scope).area(), modules, enabled)) {
                faults.add(new FieldError(field, "the module of this scope is not enabled in this workspace"));
            }
        }
        return List.copyOf(faults);
    }

    /** Each once, in order. */
    public List<String> sorted() {
        return List.copyOf(new TreeSet<>(wanted));
    }

    private static boolean isOff(String area, Set<String> modules, Set<String> enabled) {
        return modules.contains(area) && !enabled.contains(area);
    }
}
