package dev.tollgate.modules.assets.storage;

import dev.tollgate.blobs.BlobEntry;
import dev.tollgate.blobs.BlobPage;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.BlobUpload;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes blobs and unfinished uploads without a row, which a stop between store and database leaves. Reads a page of
 * the store's list a run; begins again each hour. Deletes nothing in a store without the mark of this installation.
 */
final class OrphanSweep {

    static final JobKind SWEEP = JobKind.of("assets.sweep_blobs");

    /** An hour more than an upload may take: after it no row will refer to what none refers to. */
    private static final Duration OLDER_THAN = Duration.ofHours(25);

    private static final Logger LOGGER = LoggerFactory.getLogger(OrphanSweep.class);

    private static final String STATE = "SELECT position, installation, marked FROM assets.sweep";
    private static final String MOVE = "UPDATE assets.sweep SET position = $1, marked = true";
    private static final String WITHOUT_ROW = "SELECT number FROM assets.without_row($1, $2, $3) AS number";

    private final Work work;
    private final BlobStore store;
    private final Counter deleted;
    private final Counter failed;
    private final Counter foreign;

    OrphanSweep(Work work, BlobStore store, Counter deleted, Counter failed, Counter foreign) {
        this.work = work;
        this.store = store;
        this.deleted = deleted;
        this.failed = failed;
        this.foreign = foreign;
    }

    Future<?> run(JobRun run) {
        var now = run.call().facts().time();
        return work.read(run.call(), STATE, Tuple.tuple())
                .map(rows -> rows.iterator().next())
                .compose(state -> store.list(state.getString("position"))
                        .compose(page -> new StoreMark(state.getUUID("installation"), state.getBoolean("marked"))
                                .confirmed(store, page)
                                .compose(own -> own ? swept(run, page, now) : stopped())));
    }

    private Future<Void> swept(JobRun run, BlobPage page, Instant now) {
        return orphans(run, page, now).compose(this::removed).compose(_ -> moved(run, page, now));
    }

    /** The settings name another store, or the folder is not mounted. */
    private Future<Void> stopped() {
        foreign.increment();
        LOGGER.error("sweep of orphaned blobs stopped, the store lacks the mark of this installation");
        return Future.succeededFuture();
    }

    private Future<List<BlobEntry>> orphans(JobRun run, BlobPage page, Instant now) {
        var old = page.entries().stream()
                .filter(entry -> !StoreMark.is(entry))
                .filter(entry -> entry.changedAt().plus(OLDER_THAN).isBefore(now))
                .toList();
        if (old.isEmpty()) {
            return Future.succeededFuture(old);
        }
        var args = Tuple.of(
                old.stream().map(entry -> entry.key().workspace().value()).toArray(UUID[]::new),
                old.stream().map(entry -> entry.key().id()).toArray(UUID[]::new),
                old.stream().map(BlobEntry::upload).toArray(String[]::new));
        return work.read(run.call(), WITHOUT_ROW, args).map(rows -> {
            var orphans = new ArrayList<BlobEntry>();
            rows.forEach(row -> orphans.add(old.get((int) (row.getLong("number") - 1))));
            return orphans;
        });
    }

    /**
     * One after another: nobody waits, and the store has other work. What cannot be deleted is left to the next hour:
     * it must not keep those behind it.
     */
    private Future<Void> removed(List<BlobEntry> orphans) {
        Future<Void> done = Future.succeededFuture();
        for (var orphan : orphans) {
            done = done.compose(_ -> removed(orphan));
        }
        return done;
    }

    private Future<Void> removed(BlobEntry orphan) {
        var token = orphan.upload();
        var gone = token == null ? store.delete(orphan.key()) : store.abort(new BlobUpload(orphan.key(), token));
        return gone.onSuccess(_ -> deleted.increment()).recover(cause -> {
            failed.increment();
            LOGGER.atWarn()
                    .addKeyValue("blob", orphan.key().path())
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .log("failed to delete orphaned blob, will retry within the next hours");
            return Future.succeededFuture();
        });
    }

    private static Future<Void> moved(JobRun run, BlobPage page, Instant now) {
        var next = page.next();
        if (next != null) {
            run.next(now);
        }
        return run.write(transaction ->
                        transaction.query(MOVE, Tuple.tuple().addString(next)).map(_ -> Outcome.done(Change.of(now))))
                .mapEmpty();
    }
}
