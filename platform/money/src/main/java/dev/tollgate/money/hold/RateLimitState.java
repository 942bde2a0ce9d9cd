package dev.tollgate.money.hold;

/**
 * State of the tightest rate limit of a call, for its headers.
 *
 * @param limit calls per second
 * @param remaining calls that would be admitted at this instant
 * @param resetMillis until the whole limit is there again
 */
public record RateLimitState(String name, int limit, long remaining, long resetMillis) {}
