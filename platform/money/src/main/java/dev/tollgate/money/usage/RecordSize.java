package dev.tollgate.money.usage;

/**
 * How much a columnar record has.
 *
 * @param accounts number of different accounts of its calls
 */
public record RecordSize(int calls, int accounts) {

    /** Bytes at the start of a record that say its size. */
    public static final int BYTES_MAX = 8;
}
