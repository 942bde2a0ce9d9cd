package dev.tollgate.contract.caller;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One right of a credential, such as {@code crm:write}. Write does not imply read. */
public record Scope(String text) implements Comparable<Scope> {

    private static final Pattern FORM = Pattern.compile("[a-z]+:(read|write)");

    /** By scope: worked out once for each that an operation names. */
    private static final ConcurrentMap<Scope, Scope> READING = new ConcurrentHashMap<>();

    public Scope {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("not a scope: " + text);
        }
    }

    /** The scope a text is; empty for any other text. */
    public static Optional<Scope> parse(String text) {
        return FORM.matcher(text).matches() ? Optional.of(new Scope(text)) : Optional.empty();
    }

    /** The part before the colon: the module's key, or {@code audit} or {@code usage}, which belong to no module. */
    public String area() {
        return text.substring(0, text.indexOf(':'));
    }

    /** The scope that reads what this one writes. */
    public Scope reading() {
        return READING.computeIfAbsent(this, scope -> new Scope(scope.area() + ":read"));
    }

    // Written out, since what a record makes of them by itself goes through method handles, which profiles show.
    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof Scope scope && text.equals(scope.text));
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public int compareTo(Scope other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
