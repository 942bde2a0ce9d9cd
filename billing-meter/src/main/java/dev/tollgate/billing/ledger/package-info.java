/**
 * The double-entry ledger of every tenant: its accounts, its transfers, its listing. Owns {@code billing.transfer};
 * does not own the account row.
 *
 * <p>Invariant a newcomer would break: a transfer is never changed or deleted; a correction is a new one that names the
 * old.
 */
@NullMarked
package dev.tollgate.billing.ledger;

import org.jspecify.annotations.NullMarked;
