/**
 * Sources of queries: events, records and datasets, with their fields, rights and rows.
 *
 * <p>Invariant a newcomer would break: a name of a caller becomes SQL only if it was found in the fields of a source.
 */
@NullMarked
package dev.tollgate.modules.bi.query.source;

import org.jspecify.annotations.NullMarked;
