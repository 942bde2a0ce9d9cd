package dev.tollgate.gateway.control.records;

import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.outcome.NearestWord;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.control.records.RecordSearchOperations.RecordQuery;
import dev.tollgate.records.RecordModule;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The kinds of records of all modules, by name. Immutable. */
final class RecordKinds {

    private final NavigableMap<String, RecordKind<?>> byName = new TreeMap<>();

    /** @throws IllegalStateException if two kinds have one name */
    RecordKinds(Collection<? extends ProductModule> modules) {
        for (var module : modules) {
            if (module instanceof RecordModule records) {
                records.resources().forEach(resource -> add(RecordKind.of(resource)));
            }
        }
    }

    private void add(RecordKind<?> kind) {
        if (byName.put(kind.name(), kind) != null) {
            throw new IllegalStateException("two modules have records called " + kind.name());
        }
    }

    /** The kind of the id that is the whole query. */
    Optional<RecordKind<?>> ofId(String query) {
        return byName.values().stream()
                .filter(kind -> kind.id(query).isPresent())
                .findFirst();
    }

    /** The kind that is named, which can be asked for the words of the query. */
    Outcome<RecordKind<?>> named(RecordQuery query) {
        var name = query.kind();
        var kind = name == null ? null : byName.get(name);
        if (kind == null) {
            return Outcome.refused(Refusal.ValidationFailed.of("kind", missing(name == null ? "" : name)));
        }
        var words = query.query();
        return words != null && !words.isBlank() && !kind.table().isSearched()
                ? Outcome.refused(Refusal.ValidationFailed.of(
                        "query", "must be an id: records of this kind are not found by words"))
                : Outcome.done(kind);
    }

    private String missing(String name) {
        return "must be one of " + String.join(", ", byName.keySet()) + "; or query is the id of a record"
                + NearestWord.of(name, byName.keySet())
                        .map(nearest -> ". Did you mean " + nearest + '?')
                        .orElse("");
    }
}
