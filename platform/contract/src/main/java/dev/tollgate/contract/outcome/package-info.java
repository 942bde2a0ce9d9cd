/**
 * Outcomes of calls. A refusal is a value the caller can act on; a failed future means the machine broke.
 *
 * <p>Invariant a newcomer would break: the code a caller sees is the snake_case of the refusal's record name, and
 * clients branch on it; renaming a record is a change of the contract.
 */
@NullMarked
package dev.tollgate.contract.outcome;

import org.jspecify.annotations.NullMarked;
