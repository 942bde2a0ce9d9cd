package dev.tollgate.records.audit;

import java.time.Instant;
import java.util.UUID;

/**
 * A former head of a chain, published outside the database: in the topic {@code tollgate.audit-heads} and in the log.
 *
 * @param hash lower-case hex
 */
public record Anchor(UUID chain, long position, String hash, Instant time) {}
