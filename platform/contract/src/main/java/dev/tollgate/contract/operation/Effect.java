package dev.tollgate.contract.operation;

/**
 * Effect of a call on records: none, a write, or a reduction. Reduction is free and stays open when billing is paused.
 */
public enum Effect {
    READ,
    WRITE,
    REDUCE
}
