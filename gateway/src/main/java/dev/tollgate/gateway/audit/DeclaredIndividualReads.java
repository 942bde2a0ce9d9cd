package dev.tollgate.gateway.audit;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.audit.IndividualReads;
import java.util.Set;
import java.util.stream.Collectors;

/** The reads that are declared with {@link Trait#INDIVIDUALLY_AUDITED}, in all modules. */
public final class DeclaredIndividualReads implements IndividualReads {

    @Override
    public Set<String> operations() {
        return ModuleProvider.all().stream()
                .flatMap(module -> module.operations().stream())
                .filter(operation -> operation.has(Trait.INDIVIDUALLY_AUDITED))
                .map(Operation::name)
                .collect(Collectors.toUnmodifiableSet());
    }
}
