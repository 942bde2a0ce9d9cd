/**
 * The operation as a value, and what it is made of. Owns the words a declaration may use; routes, tools, schemas,
 * checks, prices, audit and usage are all read off these values.
 *
 * <p>Invariant a newcomer would break: anything written about an operation outside its declaration is a bug.
 */
@NullMarked
package dev.tollgate.contract.operation;

import org.jspecify.annotations.NullMarked;
