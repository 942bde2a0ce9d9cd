package dev.tollgate.modules.cms;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.EntryChanges.Decided;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.schema.FieldTrees;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the version that was scheduled, and takes entries offline, when it is time. One step a run; a step that is
 * overdue is done all the same, in the order of the schedule. A version that is not valid any more is not tried again:
 * the entry says why.
 */
final class PublicationJob {

    private static final int ERROR_CHARS_MAX = 500;

    private final EntryChanges changes;

    PublicationJob(EntryChanges changes) {
        this.changes = changes;
    }

    Future<?> run(JobRun run) {
        var id = new EntryId(run.subject());
        return run.write(transaction -> step(run, transaction, id)).compose(outcome -> switch (outcome) {
            case Outcome.Refused<Entry>(Refusal refusal)
            when !(refusal instanceof Refusal.ResourceNotFound) ->
                run.write(transaction -> failed(run, transaction, id, refusal));
            case Outcome.Done<Entry> _, Outcome.Refused<Entry> _, Outcome.Replayed<Entry> _ ->
                Future.succeededFuture(outcome);
        });
    }

    private Future<Outcome<Change<Entry>>> step(JobRun run, Transaction transaction, EntryId id) {
        var now = run.call().facts().time();
        return changes.change(transaction, run.call(), id, (_, before, collection) -> {
                    if (isDue(before.publishAt(), now)) {
                        return published(run, transaction, before, collection);
                    }
                    var after = isDue(before.unpublishAt(), now) ? unpublished(before) : before;
                    return Future.succeededFuture(Outcome.done(new Decided(after, null)));
                })
                .map(outcome -> outcome.map(PublicationJob::named));
    }

    private static boolean isDue(@Nullable Instant time, Instant now) {
        return time != null && !time.isAfter(now);
    }

    private static Change<Entry> named(Change<Entry> change) {
        var offline = change.records().getFirst().changed() && change.answer().publishedVersion() == null;
        return offline ? change.acting("entry.unpublish") : change;
    }

    private static Future<Outcome<Decided>> published(
            JobRun run, Transaction transaction, Entry before, EntryCollection collection) {
        long number = Objects.requireNonNull(before.scheduledVersion());
        return StoredEntries.revision(transaction, run.call(), before.id(), number)
                .map(revision -> published(
                        before,
                        revision.orElseThrow(),
                        collection,
                        run.call().facts().time()));
    }

    private static Outcome<Decided> published(
            Entry before, EntryRevision pinned, EntryCollection collection, Instant now) {
        var fields = FieldTrees.pruned(collection.schema(), pinned.content());
        var faults = EntryRules.faults(collection, fields, null, true);
        if (!faults.isEmpty()) {
            return Outcome.refused(new Refusal.ValidationFailed(faults));
        }
        var version = pinned.number();
        var scheduled = Publishing.live(before, version, now);
        var live = pinned.in(scheduled, fields);
        var entry = Entries.TABLE
                .copy(scheduled)
                .set(EntryRules.PUBLISH_AT, null)
                .set(EntryRules.SCHEDULED_VERSION, null)
                .set(EntryRules.CHANGED, !live.saysTheSame(before))
                .done();
        return Outcome.done(new Decided(entry, live));
    }

    private static Entry unpublished(Entry before) {
        return Entries.TABLE
                .copy(EntryRules.offline(before, Entry.Status.DRAFT))
                .set(EntryRules.UNPUBLISH_AT, null)
                .done();
    }

    private Future<Outcome<Change<Entry>>> failed(JobRun run, Transaction transaction, EntryId id, Refusal refusal) {
        return changes.change(
                        transaction,
                        run.call(),
                        id,
                        (_, before, _) -> Future.succeededFuture(
                                Outcome.done(new Decided(dropped(before, error(refusal)), null))))
                .map(outcome -> outcome.map(change -> change.acting("entry.drop_publication")));
    }

    private static Entry dropped(Entry before, String error) {
        return EntryRules.settledSchedule(Entries.TABLE
                .copy(before)
                .set(Publishing.PUBLISH_ERROR, error)
                .set(EntryRules.PUBLISH_AT, null)
                .done());
    }

    private static String error(Refusal refusal) {
        var text = refusal instanceof Refusal.ValidationFailed(var faults) && !faults.isEmpty()
                ? faults.getFirst().field() + ' ' + faults.getFirst().message()
                : refusal.detail();
        return text.substring(0, Math.min(text.length(), ERROR_CHARS_MAX));
    }
}
