package dev.tollgate.records.job;

import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/**
 * Dependencies of the {@link Jobs} of one event loop.
 *
 * @param work writes the effects
 * @param database claims jobs of all workspaces
 */
public record JobParts(Work work, Database database, IdSource ids, InstantSource clock, MeterRegistry registry) {}
