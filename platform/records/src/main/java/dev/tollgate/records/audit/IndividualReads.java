package dev.tollgate.records.audit;

import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;

/** Names the reads that each have an audit entry of their own, also where other reads are counted by the hour. */
public interface IndividualReads {

    /** Names of operations. */
    Set<String> operations();

    /** Those of everything on the class path. */
    static Set<String> all() {
        return ServiceLoader.load(IndividualReads.class).stream()
                .flatMap(provider -> provider.get().operations().stream())
                .collect(Collectors.toUnmodifiableSet());
    }
}
