package dev.tollgate.modules.assets.storage;

import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobTimes;
import java.util.List;

/** The background work of stored bytes, as the module of assets declares and serves it. */
public final class StorageJobs {

    /** All kinds. */
    public static final List<JobKind> KINDS = List.of(StorageCharges.DAY, StoredBytes.DELETE_BLOB, OrphanSweep.SWEEP);

    private StorageJobs() {}

    /** Binds the handlers, and gives what transactions of assets use. */
    public static StoredBytes serve(ModuleContext context) {
        var store = context.blobs().store();
        var stored = new StoredBytes(context.work(), context.jobs(), store);
        var charges = new StorageCharges(
                context.work(),
                context.counter(
                        "tollgate.assets.storage.written.off",
                        "Days of storage of a workspace that were never charged, as they were found after 30 days"));
        var sweep = new OrphanSweep(
                context.work(),
                store,
                context.counter(
                        "tollgate.assets.orphans.deleted", "Blobs and unfinished uploads without a row, deleted"),
                context.counter(
                        "tollgate.assets.orphans.failed",
                        "Blobs and unfinished uploads without a row that could not be deleted"),
                context.counter(
                        "tollgate.assets.sweeps.stopped",
                        "Sweeps that deleted nothing, as the store lacks the mark of this installation"));
        context.jobs().handle(StorageCharges.DAY, charges::run);
        context.jobs().handle(StoredBytes.DELETE_BLOB, stored::delete);
        context.jobs().every(OrphanSweep.SWEEP, JobTimes.hourly(), sweep::run);
        return stored;
    }
}
