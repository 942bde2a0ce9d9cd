package dev.tollgate.billing.account;

import java.time.Instant;

/**
 * The price of one unit of a dimension.
 *
 * @param version the version of the price book it stands in
 * @param effectiveFrom since when that version holds
 */
public record PriceShown(String dimension, long unitMicros, String version, Instant effectiveFrom) {}
