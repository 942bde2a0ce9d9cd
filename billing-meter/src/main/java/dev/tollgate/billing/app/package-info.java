/**
 * The meter as a part: its services, its settings, its module. The only package here that sees all others.
 *
 * <p>Invariant a newcomer would break: the operations run in the gateway's process, the services in the meter's; they
 * meet only in the database.
 */
@NullMarked
package dev.tollgate.billing.app;

import org.jspecify.annotations.NullMarked;
