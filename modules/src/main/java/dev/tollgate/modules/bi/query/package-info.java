/**
 * Questions about events, records and datasets in a closed grammar: trends, funnels, retention. Owns the grammar, what
 * it becomes as SQL, and the form of answers; the rows belong to the event store and to the modules.
 *
 * <p>Invariant a newcomer would break: a text of a caller is a value that is bound, or a name that was found in the
 * fields of a source; it is never a part of SQL.
 */
@NullMarked
package dev.tollgate.modules.bi.query;

import org.jspecify.annotations.NullMarked;
