package dev.tollgate.modules.bi.query.grammar;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.NearestWord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What is wrong with a query, as far as it is told. */
public final class QueryFaults {

    /** Faults that are told, as of any input. */
    static final int FAULTS_MAX = 100;

    /** Unknown names whose nearest are looked for: each is compared with all that are known. */
    static final int GUESSES_MAX = 3;

    private static final int NEAREST_MAX = 3;

    private final List<FieldError> told = new ArrayList<>();
    private int guesses;

    public boolean isEmpty() {
        return told.isEmpty();
    }

    boolean isFull() {
        return told.size() >= FAULTS_MAX;
    }

    public List<FieldError> told() {
        return List.copyOf(told);
    }

    public void add(String path, String message) {
        if (!isFull()) {
            told.add(new FieldError(path, message));
        }
    }

    /** Adds that a name is unknown, with the nearest for the first ones. */
    public void unknown(String path, String name, Collection<String> known, String message) {
        if (!isFull()) {
            add(path, guesses++ < GUESSES_MAX ? withNearest(name, known, message) : message);
        }
    }

    /** A message that names the three nearest of the known words. */
    public static String withNearest(String name, Collection<String> known, String message) {
        var nearest = NearestWord.nearest(name, known, NEAREST_MAX);
        return nearest.isEmpty() ? message : message + ". Nearest: " + String.join(", ", nearest) + '.';
    }
}
