/**
 * From domain events to deliveries. In one transaction: an event's body, one delivery per endpoint that asked for its
 * type, and how far the log has been read.
 *
 * <p>Invariant a newcomer would break: what an event makes is decided from endpoints as they are committed when it is
 * read, never from what the process remembers alone; a remembered roster counts only while its revision is the current.
 */
@NullMarked
package dev.tollgate.webhooks.intake;

import org.jspecify.annotations.NullMarked;
