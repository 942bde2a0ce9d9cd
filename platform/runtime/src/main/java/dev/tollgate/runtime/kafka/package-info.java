/**
 * Events into and out of Kafka. Owns producers, consumers, topics and partitions; offsets belong to the reader, who
 * keeps them where its effects are.
 *
 * <p>Invariant a newcomer would break: the producer must never block ({@code max.block.ms} 0), because event loops call
 * it.
 */
@NullMarked
package dev.tollgate.runtime.kafka;

import org.jspecify.annotations.NullMarked;
