package dev.tollgate.billing.account;

/** The input of a call whose path says everything. */
public record Nothing() {}
