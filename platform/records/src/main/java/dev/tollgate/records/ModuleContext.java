package dev.tollgate.records;

import dev.tollgate.blobs.Blobs;
import dev.tollgate.records.consume.EventConsumers;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.job.ActorScopes;
import dev.tollgate.records.job.Jobs;
import dev.tollgate.records.kept.KeptAnswers;
import dev.tollgate.records.page.Cursors;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.resource.Tables;
import dev.tollgate.records.secret.SecretBox;
import dev.tollgate.records.secret.SecretsDeclaration;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.ids.IdSource;
import io.micrometer.core.instrument.Counter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/**
 * The context of a module of records on one event loop: its tables, transactions, jobs, consumers and the time. It
 * gives no access to database, money or settings: a module that needs more gets a narrow capability of its own here.
 */
public final class ModuleContext implements Tables {

    private final PlatformContext context;
    private final Map<TableDeclaration<?>, RecordTable<?>> tables = new HashMap<>();

    ModuleContext(PlatformContext context) {
        this.context = context;
    }

    /** Where handlers are bound. */
    public OperationBus bus() {
        return context.bus();
    }

    @Override
    @SuppressWarnings("unchecked") // a declaration has one record type
    public <R extends StoredRecord> RecordTable<R> table(TableDeclaration<R> declaration) {
        return (RecordTable<R>) tables.computeIfAbsent(declaration, context::table);
    }

    /** Transactions of more than one step. */
    public Work work() {
        return context.work();
    }

    /** Handlers of durable jobs, and the jobs of records. */
    public Jobs jobs() {
        return context.jobs();
    }

    /** Consumers of the domain events of all modules. */
    public EventConsumers consumers() {
        return context.consumers();
    }

    /** Pages of what is no record of a table. */
    public KeysetPages pages() {
        return new KeysetPages(context.cursors());
    }

    /** Signs positions in lists of what is no record of a table. */
    public Cursors cursors() {
        return context.cursors();
    }

    /** Pages that the loops of this process keep. */
    public KeptAnswers kept() {
        return context.kept();
    }

    /** What actors may do now, for jobs that have the rights of who set them. */
    public ActorScopes scopes() {
        return context.scopes();
    }

    /** Seals what only this installation may read, with the keys of its settings. */
    public SecretBox secrets() {
        return context.settings().get(SecretsDeclaration.class).toBox(new SecureRandom());
    }

    /** The records of all modules, for reports. */
    public ReportedRecords reported() {
        return new ReportedRecords(this);
    }

    /** Ids of what is no record of a table. */
    public IdSource ids() {
        return context.ids();
    }

    /** Where the bytes of files are stored, and how they are scanned. */
    public Blobs blobs() {
        return context.blobs();
    }

    /** Signed URLs of files, and where the module that keeps the files answers their routes. */
    public FileRoutes files() {
        return context.files();
    }

    /** A figure of the module's own, for the operator: one of a name in a process. */
    public Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(context.registry());
    }

    public InstantSource clock() {
        return context.clock();
    }
}
