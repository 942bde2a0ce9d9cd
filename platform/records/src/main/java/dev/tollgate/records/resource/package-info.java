/**
 * Families of operations: what every resource of a module can be asked (create, search, get, update, delete, batch) as
 * ordinary {@link dev.tollgate.contract.operation.Operation} values, and their handlers. A family is declared in static
 * fields and not changed after its class is loaded.
 */
@NullMarked
package dev.tollgate.records.resource;

import org.jspecify.annotations.NullMarked;
