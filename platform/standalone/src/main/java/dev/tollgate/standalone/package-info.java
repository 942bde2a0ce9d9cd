/**
 * The command line, and all parts in one JVM. Owns what {@code bin/tollgate} can do once a build is there; does not own
 * what the parts do: it finds them by ServiceLoader.
 *
 * <p>Invariant a newcomer would break: nothing here is a second way to do what an operation does; the demo is prepared
 * through the admin API like any other tenant.
 */
@NullMarked
package dev.tollgate.standalone;

import org.jspecify.annotations.NullMarked;
