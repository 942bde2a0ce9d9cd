/**
 * Consumers of the domain events of all workspaces, for what a module does by itself after a change of any module. Owns
 * their positions in the topic and the split of its partitions between processes; knows no consumer.
 *
 * <p>Invariant a newcomer would break: events come at least once, and an effect is another transaction than the move of
 * the position, so what a consumer writes has ids that follow from the events.
 */
@NullMarked
package dev.tollgate.records.consume;

import org.jspecify.annotations.NullMarked;
