package dev.tollgate.modules.tracked;

/** Data class of a property, the strictest last. */
public enum PropertyClass {
    /** Stored as it is. */
    NONE,
    /** Hashed: can be compared with a value, and counted by different values. */
    PII,
    /** Hashed together with the property's name: only its existence can be asked for. */
    SENSITIVE
}
