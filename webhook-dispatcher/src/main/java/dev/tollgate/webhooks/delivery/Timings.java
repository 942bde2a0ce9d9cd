package dev.tollgate.webhooks.delivery;

/**
 * How long the steps of an attempt took, in microseconds; 0 for a step that was not taken, as on a connection that was
 * open already.
 *
 * @param firstByteMicros from the request being written to the first of the answer
 * @param totalMicros from the beginning to the end, waiting for a free connection included
 */
public record Timings(long dnsMicros, long connectMicros, long tlsMicros, long firstByteMicros, long totalMicros) {}
