package dev.tollgate.records;

import java.util.List;
import java.util.ServiceLoader;

/** The modules of one artifact, found by {@link ServiceLoader}. */
public interface ModuleProvider {

    List<? extends ServedModule> modules();

    /** Every module on the class path. */
    static List<ServedModule> all() {
        return ServiceLoader.load(ModuleProvider.class).stream()
                .<ServedModule>flatMap(provider -> provider.get().modules().stream())
                .toList();
    }
}
