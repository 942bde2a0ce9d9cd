package dev.tollgate.gateway.catalogue;

import java.util.List;

/** Declarations that cannot be served. Lists every fault, not the first, so that one start shows them all. */
public final class CatalogueRejected extends IllegalArgumentException {

    private final transient List<String> faults;

    public CatalogueRejected(List<String> faults) {
        super("The declarations have " + faults.size() + " faults:\n  " + String.join("\n  ", faults));
        this.faults = List.copyOf(faults);
    }

    /** One sentence each, in the order of the declarations. */
    public List<String> faults() {
        return faults;
    }
}
