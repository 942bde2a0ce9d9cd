package dev.tollgate.billing.intake;

import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.usage.MeteredCall;
import dev.tollgate.contract.caller.RequestId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Counts the calls that one account is charged for in a batch, to say what its ledger entries are for. */
final class ChargedOperations {

    /** The most operations that a note names. */
    static final int NAMED_MAX = 5;

    private record Priced(String operation, String dimension) {
        @Override
        public String toString() {
            return operation + " (" + dimension + ')';
        }
    }

    private static final Comparator<Map.Entry<Priced, Integer>> MOST_FREQUENT_FIRST =
            Map.Entry.<Priced, Integer>comparingByValue()
                    .reversed()
                    .thenComparing(counted -> counted.getKey().toString());

    private final Map<Priced, Integer> counts = new HashMap<>();
    private @Nullable RequestId request;
    private int calls;

    void add(MeteredCall call) {
        var event = call.event();
        counts.merge(new Priced(event.call().operation(), event.charge().dimension()), 1, Integer::sum);
        calls++;
        request = calls == 1 ? event.call().requestId() : null;
    }

    /** The most frequent operations, each with its dimension and the number of calls. */
    Purpose purpose() {
        var named = counts.entrySet().stream()
                .sorted(MOST_FREQUENT_FIRST)
                .limit(NAMED_MAX)
                .map(counted -> counted.getKey() + " ×" + counted.getValue())
                .collect(Collectors.joining(", "));
        int more = counts.size() - NAMED_MAX;
        return new Purpose(more > 0 ? named + " and " + more + " other operations" : named, request, null);
    }
}
