package dev.tollgate.modules.cms;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.cms.EntryChanges.Decided;
import dev.tollgate.modules.cms.EntryOperations.Publication;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.schema.FieldTrees;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Puts entries live and takes them offline, by call. What is put live has no fields that the schema does not know. */
final class Publishing {

    static final Column<Entry, String> PUBLISH_ERROR = Entries.TABLE.column("publish_error", String.class);

    private final EntryChanges changes;
    private final Work work;

    Publishing(ModuleContext context, EntryChanges changes) {
        this.changes = changes;
        this.work = context.work();
    }

    void serve(OperationBus bus) {
        bus.serve(EntryOperations.PUBLISH, this::publish);
        bus.serve(EntryOperations.ARCHIVE, this::archive);
    }

    private Future<Outcome<Entry>> publish(Call<Publication> call) {
        var input = call.input();
        var now = call.facts().time();
        var fault = fault(input, now);
        if (fault != null) {
            return Future.succeededFuture(Outcome.refused(fault));
        }
        return work.write(
                call,
                transaction -> changes.change(
                        transaction,
                        call,
                        input.id(),
                        (_, before, collection) -> Future.succeededFuture(published(before, input, collection, now))));
    }

    /** Times must lie ahead, one behind the other. */
    private static @Nullable Refusal fault(Publication input, Instant now) {
        var publishAt = input.publishAt();
        if (publishAt != null && !publishAt.isAfter(now)) {
            return Refusal.ValidationFailed.of("publish_at", "must be in the future; leave it out to publish now");
        }
        var begins = publishAt == null ? now : publishAt;
        return input.unpublishAt() != null && !input.unpublishAt().isAfter(begins)
                ? Refusal.ValidationFailed.of("unpublish_at", "must be after the publication")
                : null;
    }

    private static Outcome<Decided> published(
            Entry before, Publication input, EntryCollection collection, Instant now) {
        if (before.status() == Entry.Status.ARCHIVED) {
            return Outcome.refused(new Refusal.Conflict(
                    "An archived entry cannot be published. Set its status to draft by update_entry first."));
        }
        var fields = FieldTrees.pruned(collection.schema(), before.content());
        var faults = EntryRules.faults(collection, fields, null, true);
        if (!faults.isEmpty()) {
            return Outcome.refused(new Refusal.ValidationFailed(faults));
        }
        var version = before.version() + 1;
        var checked = Entries.TABLE
                .copy(EntryRules.current(before, collection))
                .set(Entries.FIELDS, fields)
                .set(PUBLISH_ERROR, null)
                .set(EntryRules.PUBLISH_AT, micros(input.publishAt()))
                .set(EntryRules.UNPUBLISH_AT, micros(input.unpublishAt()));
        if (input.publishAt() != null) {
            return Outcome.done(new Decided(
                    checked.set(EntryRules.SCHEDULED_VERSION, version).done(), null));
        }
        var live = live(checked.set(EntryRules.SCHEDULED_VERSION, null).done(), version, now);
        return Outcome.done(new Decided(live, live));
    }

    /** The entry with this version live, and nothing newer. */
    static Entry live(Entry entry, long version, Instant now) {
        return Entries.TABLE
                .copy(entry)
                .set(EntryRules.STATUS, Entry.Status.PUBLISHED)
                .set(EntryRules.PUBLISHED_VERSION, version)
                .set(EntryRules.PUBLISHED_AT, micros(now))
                .set(EntryRules.CHANGED, false)
                .done();
    }

    private Future<Outcome<Entry>> archive(Call<Ref<EntryId>> call) {
        return work.write(
                call,
                transaction -> changes.change(
                        transaction,
                        call,
                        call.input().id(),
                        (_, before, _) -> Future.succeededFuture(
                                before.status() == Entry.Status.ARCHIVED
                                        ? Outcome.refused(new Refusal.Conflict("The entry is archived already."))
                                        : Outcome.done(new Decided(archived(before), null)))));
    }

    private static Entry archived(Entry before) {
        return EntryRules.settledSchedule(Entries.TABLE
                .copy(EntryRules.offline(before, Entry.Status.ARCHIVED))
                .set(EntryRules.PUBLISH_AT, null)
                .done());
    }

    /** A time as it is stored. */
    private static @Nullable Instant micros(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.MICROS);
    }
}
