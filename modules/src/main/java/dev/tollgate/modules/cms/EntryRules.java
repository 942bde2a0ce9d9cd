package dev.tollgate.modules.cms;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.schema.FieldCheck;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.MovingStatus;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Decides what an edit makes of an entry. Pure. */
final class EntryRules {

    static final Column<Entry, Entry.Status> STATUS = Entries.TABLE.column("status", Entry.Status.class);
    static final Column<Entry, Integer> SCHEMA_NUMBER = Entries.TABLE.column("schema_number", int.class);
    static final Column<Entry, Boolean> OUTDATED = Entries.TABLE.column("outdated", boolean.class);
    static final Column<Entry, Boolean> CHANGED = Entries.TABLE.column("changed", boolean.class);
    static final Column<Entry, Long> PUBLISHED_VERSION = Entries.TABLE.column("published_version", Long.class);
    static final Column<Entry, Instant> PUBLISHED_AT = Entries.TABLE.column("published_at", Instant.class);
    static final Column<Entry, Long> SCHEDULED_VERSION = Entries.TABLE.column("scheduled_version", Long.class);
    static final Column<Entry, Instant> PUBLISH_AT = Entries.TABLE.column("publish_at", Instant.class);
    static final Column<Entry, Instant> UNPUBLISH_AT = Entries.TABLE.column("unpublish_at", Instant.class);

    private EntryRules() {}

    /** The entry after an edit of its content, status or schedule. */
    static Outcome<Entry> edited(Entry before, Outcome<Entry> edit, EntryCollection collection) {
        if (!(edit instanceof Outcome.Done<Entry>(Entry wanted))) {
            return edit;
        }
        if (!MovingStatus.isLegal(before.status(), wanted.status())) {
            return Outcome.refused(new Refusal.Conflict(illegal(before.status())));
        }
        var set = isSet(before.publishAt(), wanted.publishAt())
                ? "publish_at"
                : isSet(before.unpublishAt(), wanted.unpublishAt()) ? "unpublish_at" : null;
        if (set != null) {
            return Outcome.refused(
                    Refusal.ValidationFailed.of(set, "can only be cleared here: to set it use publish_entry"));
        }
        var complete = wanted.status() == Entry.Status.REVIEW;
        var rewritten = !wanted.content().equals(before.content());
        var checks = rewritten || (complete && before.status() != Entry.Status.REVIEW);
        var faults = checks ? faults(collection, wanted.content(), before.content(), complete) : List.<FieldError>of();
        return faults.isEmpty()
                ? Outcome.done(settled(before, checks ? current(wanted, collection) : wanted))
                : Outcome.refused(new Refusal.ValidationFailed(faults));
    }

    private static boolean isSet(@Nullable Instant before, @Nullable Instant after) {
        return after != null && !after.equals(before);
    }

    /** What is wrong with the fields of an entry; see {@link FieldCheck#faults}. */
    static List<FieldError> faults(
            EntryCollection collection, JsonObject fields, @Nullable JsonObject before, boolean complete) {
        return fields.toBuffer().length() > Entry.FIELDS_BYTES_MAX
                ? List.of(new FieldError("fields", "must have at most " + Entry.FIELDS_BYTES_MAX + " bytes"))
                : FieldCheck.faults(collection.schema(), fields, before, complete);
    }

    /** The entry as one whose fields the schema of now accepts. */
    static Entry current(Entry entry, EntryCollection collection) {
        return Entries.TABLE
                .copy(entry)
                .set(SCHEMA_NUMBER, collection.schemaNumber())
                .set(OUTDATED, false)
                .done();
    }

    /** The entry without what is live of it. */
    static Entry offline(Entry entry, Entry.Status status) {
        return Entries.TABLE
                .copy(entry)
                .set(STATUS, status)
                .set(PUBLISHED_VERSION, null)
                .set(PUBLISHED_AT, null)
                .set(CHANGED, false)
                .set(UNPUBLISH_AT, entry.publishAt() == null ? null : entry.unpublishAt())
                .done();
    }

    /** What follows from an edit for what is live and for the schedule. */
    private static Entry settled(Entry before, Entry wanted) {
        if (before.publishedVersion() != null && wanted.status() != Entry.Status.PUBLISHED) {
            return settledSchedule(offline(wanted, wanted.status()));
        }
        var changed = before.changed() || (before.publishedVersion() != null && !wanted.saysTheSame(before));
        return settledSchedule(Entries.TABLE.copy(wanted).set(CHANGED, changed).done());
    }

    /** Without a time to publish nothing is scheduled, and what is not live then is not taken offline. */
    static Entry settledSchedule(Entry entry) {
        if (entry.publishAt() != null) {
            return entry;
        }
        return Entries.TABLE
                .copy(entry)
                .set(SCHEDULED_VERSION, null)
                .set(UNPUBLISH_AT, entry.publishedVersion() == null ? null : entry.unpublishAt())
                .done();
    }

    private static String illegal(Entry.Status from) {
        return "An entry that is " + from.name().toLowerCase(Locale.ROOT) + " can become " + MovingStatus.nextOf(from)
                + " by update_entry, published by publish_entry, archived by archive_entry.";
    }
}
