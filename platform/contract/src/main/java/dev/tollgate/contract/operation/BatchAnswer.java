package dev.tollgate.contract.operation;

import dev.tollgate.contract.outcome.Outcome;
import java.util.List;

/** Result of each item of a batch, in the order of the input. Successful items were committed together. */
public record BatchAnswer<O>(List<Outcome<O>> items) {

    public BatchAnswer {
        items = List.copyOf(items);
    }

    /** The number of items that took effect, for which the batch is charged. */
    public long done() {
        return items.stream().filter(Outcome.Done.class::isInstance).count();
    }
}
