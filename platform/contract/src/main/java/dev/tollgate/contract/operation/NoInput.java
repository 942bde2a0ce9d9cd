package dev.tollgate.contract.operation;

/** The input of a call that says all by whom its path names. */
public record NoInput() {}
