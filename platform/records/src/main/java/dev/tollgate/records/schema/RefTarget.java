package dev.tollgate.records.schema;

/**
 * What a text refers to by its ID.
 *
 * @param kind record that it names
 * @param collection key of the collection that an entry must be of; empty for any, and for an asset
 */
public record RefTarget(Kind kind, String collection) {

    /** Records that texts may name. */
    public enum Kind {
        ENTRY,
        ASSET
    }

    /** Whether every reference that fits another one fits this one. */
    boolean covers(RefTarget other) {
        return kind == other.kind && (collection.isEmpty() || collection.equals(other.collection));
    }
}
