package dev.tollgate.modules.support;

/** What a queue sets a target for. */
public enum SlaClock {
    /** From creation to the first public message of an agent. */
    FIRST_RESPONSE,
    /** From the oldest unanswered message of the customer to the reply. */
    NEXT_RESPONSE,
    /** From creation to the resolution. */
    RESOLUTION
}
