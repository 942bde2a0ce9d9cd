package dev.tollgate.modules.bi.dataset;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.bi.query.source.SourceRights;
import dev.tollgate.records.job.ActorScopes;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the run of a dataset may read: it has the rights of who changed the dataset last. */
record RunRights(ActorScopes scopes) {

    /** What is missing for a run now, as a sentence for callers; empty if nothing is. */
    Future<Optional<String>> missing(Call<?> call, Dataset dataset) {
        return scopes.of(call.caller(), dataset.runsAs()).map(held -> missing(call, dataset, held));
    }

    private static Optional<String> missing(Call<?> call, Dataset dataset, Set<Scope> held) {
        var needed = new HashSet<>(dataset.modules());
        needed.add("bi");
        var missing = SourceRights.missing(held, needed.stream().sorted().toList());
        if (!missing.isEmpty()) {
            return Optional.of(dataset.runsAs() + " has lost the right to read " + String.join(", ", missing)
                    + ". Update the dataset with a credential that has it.");
        }
        return needed.stream()
                .filter(module -> !call.caller().modules().contains(module))
                .sorted()
                .findFirst()
                .map(module -> "The module " + module + " is not enabled.");
    }
}
