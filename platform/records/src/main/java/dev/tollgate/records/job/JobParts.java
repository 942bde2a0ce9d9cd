package dev.tollgate.records.job;

import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Dependencies of the {@link Jobs} of one event loop.
 *
 * @param work writes the effects
 * @param database claims jobs of all workspaces
 * @param charges null in a process that charges nothing: a run that wants to fails
 */
public record JobParts(
        Work work,
        Database database,
        IdSource ids,
        InstantSource clock,
        MeterRegistry registry,
        @Nullable JobCharges charges) {

    /** Those of a process that charges nothing. */
    public JobParts(Work work, Database database, IdSource ids, InstantSource clock, MeterRegistry registry) {
        this(work, database, ids, clock, registry, null);
    }
}
