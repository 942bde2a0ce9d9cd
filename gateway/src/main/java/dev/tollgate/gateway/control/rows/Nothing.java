package dev.tollgate.gateway.control.rows;

/** The input of a call that says all by whom its path names. */
public record Nothing() {}
