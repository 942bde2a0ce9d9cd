/**
 * Events into and out of Kafka. Owns producers, consumers, topics and partitions; offsets belong to the reader, who
 * keeps them where its effects are.
 *
 * <p>Invariant a newcomer would break: {@code producer.send} can block, so it never runs on an event loop.
 */
@NullMarked
package dev.tollgate.runtime.kafka;

import org.jspecify.annotations.NullMarked;
