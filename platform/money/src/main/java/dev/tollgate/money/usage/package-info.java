/**
 * The bytes of usage events and markers on Kafka and in the outbox. Does not send or store them.
 *
 * <p>Invariant a newcomer would break: what was written once is readable for ever, by its first bytes and version; an
 * element of JSON that cannot be read never hides its neighbours.
 */
@NullMarked
package dev.tollgate.money.usage;

import org.jspecify.annotations.NullMarked;
