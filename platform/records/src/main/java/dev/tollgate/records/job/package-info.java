/**
 * Durable jobs: work that is due at a time and that no caller waits for, such as a ticket's clock, a scheduled
 * publication or an hourly sweep. Owns the table {@code records.job}; what a job does is its module's.
 *
 * <p>A module sets the job of a record in the transaction that writes the record. Processes claim due jobs by lease,
 * and the end of a job commits in the transaction of its effect, so that an effect happens once whatever stops
 * meanwhile.
 *
 * <p>Invariant a newcomer would break: a transaction locks the record first and the row of its job last, as writes and
 * runs both do; in the other order a run and a write of the same record block each other.
 */
@NullMarked
package dev.tollgate.records.job;

import org.jspecify.annotations.NullMarked;
