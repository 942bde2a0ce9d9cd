package dev.tollgate.contract.operation;

import org.jspecify.annotations.Nullable;

/**
 * A message as its sender signed it: the input of every operation with {@link Access.Signed}.
 *
 * @param signature what the header says; empty where it is missing
 * @param key what the header of the key says; null where it is missing, or the sender has one key
 * @param payload the body, to the byte
 */
public record SignedMessage(String signature, @Nullable String key, String payload) {}
