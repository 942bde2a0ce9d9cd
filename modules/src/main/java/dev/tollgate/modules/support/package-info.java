/**
 * The module Support: queues with their hours and targets, tickets with messages and comments, and the SLA clocks of
 * tickets. Owns the schema {@code support}; sends no message: an integration does.
 *
 * <p>Invariant a newcomer would break: whatever changes a ticket's status, priority or queue settles its clocks in the
 * same write, and sets its job. {@link dev.tollgate.modules.support.TicketStore} is the only way to do so.
 */
@NullMarked
package dev.tollgate.modules.support;

import org.jspecify.annotations.NullMarked;
