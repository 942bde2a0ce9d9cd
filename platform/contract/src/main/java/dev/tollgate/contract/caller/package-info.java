/**
 * Callers: ids, tenants, workspaces, credentials, scopes, roles. Owns the text form of every id (TypeID); owns no
 * look-up.
 *
 * <p>Invariant a newcomer would break: an id is typed and valid from birth, so no code compares ids as strings.
 */
@NullMarked
package dev.tollgate.contract.caller;

import org.jspecify.annotations.NullMarked;
