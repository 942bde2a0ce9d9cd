package dev.tollgate.runtime.kafka;

/** One event as it stands in the log. */
public record EventRecord(int partition, long offset, String key, byte[] body) {}
