package dev.tollgate.contract.operation;

/**
 * What a call does to the records: nothing, a change, or less of them. Reduction is free and stays open when billing is
 * paused.
 */
public enum Effect {
    READ,
    WRITE,
    REDUCE
}
