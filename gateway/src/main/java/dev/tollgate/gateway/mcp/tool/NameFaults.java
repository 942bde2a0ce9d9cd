package dev.tollgate.gateway.mcp.tool;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.FloodBuckets;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.records.table.Batch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What to say of arguments whose names of records were not replaced by ids, and how the caller wrote them. */
final class NameFaults {

    /** Names that one look-up is reckoned for. */
    private static final int LOOK_UP_NAMES = 10;

    /** What it takes from the flood bucket of the credential: it comes before the hold. */
    static final long LOOK_UP_NANOS = 1_000_000;

    private final Map<String, String> messages = new HashMap<>();
    private final Map<String, String> written = new HashMap<>();
    private int lookedUp;

    /** Where the fields of an item of a batch are. */
    static String item(int index) {
        return "items[" + index + "].";
    }

    void put(String path, String message) {
        messages.put(path, message);
    }

    /** So many names were looked up. */
    void lookedUp(int names) {
        lookedUp = names;
    }

    /**
     * What the look-ups take from the flood bucket of the credential. Where a name is wrong no price follows: each
     * counts as a call then, and so does the look at the names that there are.
     */
    long workNanos() {
        long lookUps = Math.ceilDiv(lookedUp, LOOK_UP_NAMES);
        return lookUps > 0 && !messages.isEmpty() ? (lookUps + 1) * FloodBuckets.WORK_NANOS : lookUps * LOOK_UP_NANOS;
    }

    /** The caller sent this field under another name. */
    void sentAs(String path, String otherPath) {
        written.put(path, otherPath);
    }

    /** The same result of reading, with these words in place of those about the form of an id. */
    <I> ParsedInput<I> in(ParsedInput<I> parsed) {
        if (messages.isEmpty() && written.isEmpty()) {
            return parsed;
        }
        return switch (parsed) {
            case ParsedInput.Invalid<I>(Refusal.ValidationFailed(List<FieldError> faults)) ->
                new ParsedInput.Invalid<>(new Refusal.ValidationFailed(worded("", faults)));
            case ParsedInput.Invalid<I> other -> other;
            case ParsedInput.Valid<I> valid -> valid.input() instanceof Batch<?> batch ? worded(valid, batch) : valid;
        };
    }

    @SuppressWarnings("unchecked") // a batch of the same inputs
    private <I> ParsedInput<I> worded(ParsedInput.Valid<I> valid, Batch<?> batch) {
        var faulty = new TreeMap<Integer, Batch.Faulty>();
        batch.faulty()
                .forEach((index, one) -> faulty.put(
                        index,
                        new Batch.Faulty(
                                one.given(),
                                new Refusal.ValidationFailed(
                                        worded(item(index), one.refusal().fieldErrors())))));
        return new ParsedInput.Valid<>((I) new Batch<>(batch.items(), faulty), valid.conditions());
    }

    private List<FieldError> worded(String path, List<FieldError> faults) {
        return faults.stream()
                .map(fault -> {
                    var at = path + fault.field();
                    var field = written.getOrDefault(at, at).substring(path.length());
                    return new FieldError(field, messages.getOrDefault(at, fault.message()));
                })
                .toList();
    }
}
