package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.records.shape.Column;
import dev.tollgate.runtime.postgres.EnumColumn;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an entry was at one of its versions. */
public record EntryRevision(
        @JsonPropertyDescription("The version.") long number,
        String title,
        String slug,

        @JsonPropertyDescription("Present if number was given.") @Nullable JsonObject fields,

        int schemaNumber,
        Entry.Status status,
        Instant createdAt,
        String source,
        String lastActor) {

    private static final Column<Entry, String> TITLE = Entries.TABLE.column("title", String.class);
    private static final Column<Entry, String> SLUG = Entries.TABLE.column("slug", String.class);

    /** The fields, which must have been read. */
    JsonObject content() {
        return Optional.ofNullable(fields)
                .orElseThrow(() -> new IllegalStateException(
                        "version " + number + " of an entry has no fields, nor has one before it"));
    }

    /** The entry with this content. */
    Entry in(Entry entry, JsonObject fields) {
        return Entries.TABLE
                .copy(entry)
                .set(TITLE, title)
                .set(SLUG, slug)
                .set(Entries.FIELDS, fields)
                .done();
    }

    static EntryRevision of(Row row) {
        return new EntryRevision(
                Objects.requireNonNull(row.getLong("number")),
                row.getString("title"),
                row.getString("slug"),
                row.getJsonObject("fields"),
                Objects.requireNonNull(row.getInteger("schema_number")),
                EnumColumn.read(row, "status", Entry.Status.class),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getString("source"),
                row.getString("last_actor"));
    }
}
