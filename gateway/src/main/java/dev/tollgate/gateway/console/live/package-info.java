/**
 * Hints to open pages that something they show has changed: event streams, what may open them and what ends them. A
 * hint names a topic and has no data; the page reads itself again, as its person.
 *
 * <p>Invariant a newcomer would break: nothing is written to a stream before its session and the rights of its person
 * were looked up again.
 */
@NullMarked
package dev.tollgate.gateway.console.live;

import org.jspecify.annotations.NullMarked;
