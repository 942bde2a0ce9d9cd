package dev.tollgate.records.audit.chain;

import io.vertx.core.buffer.Buffer;

/**
 * Place of a segment in its chain.
 *
 * @param position its last
 */
public record ChainLink(long position, Buffer hash) {}
