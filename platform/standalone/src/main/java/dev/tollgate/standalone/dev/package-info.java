/**
 * {@code bin/tollgate dev}: servers, all parts, a demo tenant, in one process and one folder. Owns that folder and the
 * secrets in it; does not own the servers (embedded) nor the tenant's rules (control).
 *
 * <p>Invariant a newcomer would break: everything that holds a secret is readable by its owner only, from the moment
 * the file exists.
 */
@NullMarked
package dev.tollgate.standalone.dev;

import org.jspecify.annotations.NullMarked;
