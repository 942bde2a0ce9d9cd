package dev.tollgate.contract.operation;

import dev.tollgate.contract.outcome.Outcome;
import java.util.List;

/** Result of each item of a batch, in the order of the input. Successful items were committed together. */
public record BatchAnswer<O>(List<Outcome<O>> items) {

    public BatchAnswer {
        items = List.copyOf(items);
    }

    /** How many items took effect: what the batch is charged for. */
    public long done() {
        return items.stream().filter(Outcome.Done.class::isInstance).count();
    }
}
