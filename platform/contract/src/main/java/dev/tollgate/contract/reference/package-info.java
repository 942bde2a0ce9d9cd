/**
 * Records that other records refer to: where each is kept, and the ids that more than one module uses. Owns no record.
 *
 * <p>Invariant a newcomer would break: a module refers to records of another by these ids only, never by its classes.
 */
@NullMarked
package dev.tollgate.contract.reference;

import org.jspecify.annotations.NullMarked;
