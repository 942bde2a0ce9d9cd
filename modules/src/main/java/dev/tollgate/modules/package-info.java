/**
 * The product modules, a package each: the records they keep, the operations on them and what those do. Own the schemas
 * named like them; own neither gates nor money, audit or protocols.
 *
 * <p>Invariant a newcomer would break: no module knows another, and none knows HTTP; what they share is in
 * {@code dev.tollgate.records}.
 */
@NullMarked
package dev.tollgate.modules;

import org.jspecify.annotations.NullMarked;
