package dev.tollgate.runtime.kafka;

import io.vertx.core.buffer.Buffer;

/** One event in the log. */
public record EventRecord(int partition, long offset, String key, Buffer body) {}
