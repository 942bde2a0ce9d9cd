package dev.tollgate.records;

import dev.tollgate.blobs.Blobs;
import dev.tollgate.money.account.Accounts;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.records.consume.EventConsumers;
import dev.tollgate.records.event.EventTypes;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.job.ActorScopes;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;

/** The context of a module on one event loop. */
public record PlatformContext(
        OperationBus bus,
        Work work,
        Jobs jobs,
        EventConsumers consumers,
        Database database,
        Cursors cursors,
        IdSource ids,
        InstantSource clock,
        Settings settings,
        Money money,
        EventTypes events,
        MeterRegistry registry,
        KeptAnswers kept,
        Blobs blobs,
        FileRoutes files,
        ActorScopes scopes) {

    /** Access to accounts and prices, for modules that show or change accounts. */
    public record Money(Accounts accounts, PriceBook prices, Copies copies) {}

    /** A table as the modules of this loop read and write it. */
    public <R extends StoredRecord> RecordTable<R> table(TableDeclaration<R> declaration) {
        return new RecordTable<>(declaration, work, cursors, ids, clock);
    }
}
