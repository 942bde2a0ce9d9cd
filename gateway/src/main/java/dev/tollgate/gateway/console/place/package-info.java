/**
 * Places of the console: where an operation and a record have their page.
 *
 * <p>Invariant a newcomer would break: a place is derived from the path of its operation, so a new operation has one.
 */
@NullMarked
package dev.tollgate.gateway.console.place;

import org.jspecify.annotations.NullMarked;
