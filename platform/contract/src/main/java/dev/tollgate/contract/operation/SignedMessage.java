package dev.tollgate.contract.operation;

/**
 * A message as its sender signed it: the input of every operation with {@link Access.Signed}.
 *
 * @param signature what the header says; empty where it is missing
 * @param payload the body, to the byte
 */
public record SignedMessage(String signature, String payload) {}
