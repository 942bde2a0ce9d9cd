package dev.tollgate.billing.account;

import java.time.Instant;

/**
 * The price of one unit of a dimension.
 *
 * @param version version of the price book
 * @param effectiveFrom since when that version holds
 */
public record PriceShown(String dimension, long unitMicros, String version, Instant effectiveFrom) {}
