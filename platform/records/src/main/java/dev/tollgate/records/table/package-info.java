/**
 * Behaviour that all tables of business records share: insert, page, get, patch, delete, filters. Owns no table; a
 * module declares its own and its migration makes it.
 *
 * <p>Invariant a newcomer would break: every statement names the workspace itself, although row-level security would
 * add it; the second wall is not the first.
 */
@NullMarked
package dev.tollgate.records.table;

import org.jspecify.annotations.NullMarked;
