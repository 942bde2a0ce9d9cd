/**
 * How many deliveries may wait. A delivery that cannot be sent yet is a row that nobody has paid for, so a workspace
 * and an endpoint have a bound of them; what exceeds it is made later, from the stored events.
 */
@NullMarked
package dev.tollgate.webhooks.backlog;

import org.jspecify.annotations.NullMarked;
