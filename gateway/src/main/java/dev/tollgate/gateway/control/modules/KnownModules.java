package dev.tollgate.gateway.control.modules;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.NearestWord;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The modules that can be switched on and off, and the scopes there are. */
public final class KnownModules {

    /** Rights that belong to no module: always on. */
    private static final Set<String> SCOPES_OF_NO_MODULE = Set.of("audit:read", "usage:read");

    private final NavigableMap<String, String> titles = new TreeMap<>();
    private final Set<String> scopes = new TreeSet<>(SCOPES_OF_NO_MODULE);
    private final Set<String> toolsets = new TreeSet<>();

    public KnownModules(Collection<? extends ProductModule> modules) {
        for (var module : modules) {
            if (module.operations().stream().anyMatch(KnownModules::isTool)) {
                toolsets.add(module.key());
            }
            if (module.switchable()) {
                titles.put(module.key(), module.title());
                scopes.add(module.key() + ":read");
                scopes.add(module.key() + ":write");
            }
        }
    }

    /** Every scope a credential may have. */
    public Set<String> scopes() {
        return Set.copyOf(scopes);
    }

    /** Keys of the modules that have tools. */
    public Set<String> toolsets() {
        return Set.copyOf(toolsets);
    }

    private static boolean isTool(Operation<?, ?> operation) {
        return operation.faces().stream().anyMatch(face -> face.plane() == Plane.APP);
    }

    /** Keys behind this one, in order. */
    List<String> keysAfter(String key) {
        return List.copyOf(titles.tailMap(key, false).keySet());
    }

    public Set<String> keys() {
        return Set.copyOf(titles.keySet());
    }

    /** What a caller is told who names a module that does not exist. */
    String missing(String key) {
        return "There is no such module." + NearestWord.question(key, titles.keySet()) + " Modules: "
                + String.join(", ", titles.keySet()) + '.';
    }

    Optional<String> title(String key) {
        return Optional.ofNullable(titles.get(key));
    }
}
