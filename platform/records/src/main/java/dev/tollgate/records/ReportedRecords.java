package dev.tollgate.records;

import dev.tollgate.records.resource.Tables;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tables of all modules on one event loop, for reports that count and add up their records. Whether a caller may
 * read a module is the asker's to know.
 */
public final class ReportedRecords {

    /** Modules whose records have rights of their own. */
    private static final String WITH_OWN_RIGHTS = "bi";

    private static final class Declared {
        private static final Map<String, TableDeclaration<?>> BY_NAME = byName();
    }

    private final Tables tables;

    ReportedRecords(Tables tables) {
        this.tables = tables;
    }

    private static Map<String, TableDeclaration<?>> byName() {
        var declared = new TreeMap<String, TableDeclaration<?>>();
        for (var module : ModuleProvider.all()) {
            if (module instanceof RecordModule records && !module.key().equals(WITH_OWN_RIGHTS)) {
                records.resources()
                        .forEach(resource -> declared.put(resource.table().name(), resource.table()));
            }
        }
        return declared;
    }

    /** Their names with their modules, such as {@code crm.deal}, in order. */
    public List<String> names() {
        return List.copyOf(Declared.BY_NAME.keySet());
    }

    /** The table of this name. */
    public Optional<RecordTable<?>> table(String name) {
        return Optional.ofNullable(Declared.BY_NAME.get(name)).map(tables::table);
    }
}
