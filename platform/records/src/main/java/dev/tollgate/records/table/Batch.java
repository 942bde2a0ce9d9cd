package dev.tollgate.records.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Size;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Several inputs of one operation; each is answered on its own.
 *
 * @param items the valid inputs, in the order of the caller's list
 * @param faulty the invalid ones by their index in the caller's list; not sent by callers
 * @param <I> one input
 */
public record Batch<I>(
        @JsonPropertyDescription("1 to 100 items; each is answered on its own.") @Size(min = 1, max = ITEMS_MAX) @Valid List<I> items,

        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        SortedMap<Integer, Faulty> faulty) {

    /** The most items of a batch. */
    public static final int ITEMS_MAX = 100;

    /**
     * An item that is no input.
     *
     * @param given the item as it was sent: it belongs to the digest of the call
     */
    public record Faulty(Object given, Refusal.ValidationFailed refusal) {}

    public Batch(List<I> items, @Nullable SortedMap<Integer, Faulty> faulty) {
        this.items = items;
        this.faulty = faulty == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(faulty));
    }

    /** A batch without faulty items. */
    public Batch(List<I> items) {
        this(items, null);
    }

    /** The valid input at an index of the caller's list; null for a faulty one. */
    public @Nullable I item(int index) {
        return faulty.containsKey(index)
                ? null
                : items.get(index - faulty.headMap(index).size());
    }

    /** The part of the caller's items that are faulty, from 0 to 1. */
    public double faultyShare() {
        return faulty.isEmpty() ? 0 : (double) faulty.size() / (items.size() + faulty.size());
    }

    /** The answer to the caller's list, given the outcomes of the valid items in their order. */
    <O> BatchAnswer<O> answer(List<Outcome<O>> outcomes) {
        Iterator<Outcome<O>> valid = outcomes.iterator();
        var answers = new ArrayList<Outcome<O>>();
        for (int index = 0; index < items.size() + faulty.size(); index++) {
            var wrong = faulty.get(index);
            answers.add(wrong == null ? valid.next() : Outcome.refused(wrong.refusal()));
        }
        return new BatchAnswer<>(answers);
    }
}
