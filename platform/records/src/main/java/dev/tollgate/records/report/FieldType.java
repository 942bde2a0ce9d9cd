package dev.tollgate.records.report;

/** Type of a field that reports can use. */
public enum FieldType {
    TEXT,
    /** ID of a record. */
    ID,
    NUMBER,
    BOOLEAN,
    TIME,
    DATE,
    /** Text, number or boolean, which may differ by row. */
    ANY;

    /** Whether values have an order that callers can compare by. */
    public boolean isOrdered() {
        return this == NUMBER || this == TIME || this == DATE || this == ANY;
    }

    /** Whether there can be a sum of it. */
    public boolean isNumber() {
        return this == NUMBER || this == ANY;
    }
}
