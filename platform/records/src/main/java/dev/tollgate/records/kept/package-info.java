/**
 * Answers that are kept in the memory of a process, so that repeated reads of the same records need no database. Owns
 * no record.
 *
 * <p>Invariant a newcomer would break: a write tells {@link dev.tollgate.records.kept.KeptAnswers} in its own
 * transaction, and an answer that was read before that is never kept.
 */
@NullMarked
package dev.tollgate.records.kept;

import org.jspecify.annotations.NullMarked;
