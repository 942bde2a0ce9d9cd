/**
 * The gateway put together: settings, one loop after another, the listener's router, start and drain. Sees every other
 * package of the gateway and is seen by none.
 *
 * <p>Invariant a newcomer would break: everything of one loop is made on that loop, modules included, so that no call
 * ever hops.
 */
@NullMarked
package dev.tollgate.gateway.app;

import org.jspecify.annotations.NullMarked;
