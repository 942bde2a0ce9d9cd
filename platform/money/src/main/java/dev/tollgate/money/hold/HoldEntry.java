package dev.tollgate.money.hold;

/**
 * Equal holds of one batch, weighed by Redis as if they came one after the other.
 *
 * @param calls how many, at least 1
 */
record HoldEntry(HoldRequest request, int calls) {

    HoldEntry {
        if (calls < 1) {
            throw new IllegalArgumentException("an entry is of at least one call: " + calls);
        }
    }
}
