package dev.tollgate.webhooks.delivery;

/**
 * Durations of an attempt's steps in microseconds; 0 for a skipped step, such as connecting when a connection is
 * reused.
 *
 * @param firstByteMicros from the request being written to the first of the answer
 * @param totalMicros from the beginning to the end, waiting for a free connection included
 */
public record Timings(long dnsMicros, long connectMicros, long tlsMicros, long firstByteMicros, long totalMicros) {}
