/**
 * Search over the records of all modules, for people.
 *
 * <p>Invariant a newcomer would break: programs read records on the app plane, where reads have a price. Here each
 * person has a few pages a minute, and each page has an audit entry of its own.
 */
@NullMarked
package dev.tollgate.gateway.control.records;

import org.jspecify.annotations.NullMarked;
