package dev.tollgate.gateway.console.page;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.records.RecordModule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The kinds of records of all modules, by the names that the search knows. Immutable; shared by all loops. */
final class ShownKinds {

    private final Map<String, String> modules = new TreeMap<>();
    private final Map<String, String> modulesByPrefix = new HashMap<>();

    ShownKinds(Catalogue catalogue) {
        for (var module : catalogue.modules()) {
            if (module instanceof RecordModule records) {
                records.resources().forEach(resource -> {
                    var table = resource.table().name();
                    modules.put(table.substring(table.indexOf('.') + 1), module.key());
                    modulesByPrefix.put(TypeId.prefix(resource.id()), module.key());
                });
            }
        }
    }

    /** The kinds of these modules, by name. */
    List<String> of(Set<String> on) {
        return modules.entrySet().stream()
                .filter(kind -> on.contains(kind.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Whether an id is that of a record of these modules. */
    boolean isOf(String id, Set<String> on) {
        var module = modulesByPrefix.get(id.substring(0, Math.max(0, id.lastIndexOf('_'))));
        return module != null && on.contains(module);
    }
}
