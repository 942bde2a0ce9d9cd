/**
 * A record as a row: its columns and their types, custom fields, and what is stamped on each record when it is written.
 * Sends no statement.
 *
 * <p>Invariant a newcomer would break: a record and its row have the same fields; a shape that cannot write and read
 * one is refused at start.
 */
@NullMarked
package dev.tollgate.records.shape;

import org.jspecify.annotations.NullMarked;
