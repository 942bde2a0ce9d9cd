package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An entry as readers of a site get it. */
public record PublishedEntry(
        EntryId id,

        @JsonPropertyDescription("Key of its collection.") String collection,

        String locale,
        @Nullable String translationKey,
        String title,
        String slug,
        JsonObject fields,

        @JsonPropertyDescription("The version that this is.")
        long version,

        @JsonPropertyDescription("Since when it is live. Absent in a preview of one that is not.") @Nullable Instant publishedAt) {

    static PublishedEntry of(Row row) {
        var published = row.getOffsetDateTime("published_at");
        return new PublishedEntry(
                new EntryId(row.getUUID("id")),
                row.getString("collection"),
                row.getString("locale"),
                row.getString("translation_key"),
                row.getString("title"),
                row.getString("slug"),
                row.getJsonObject("fields"),
                Objects.requireNonNull(row.getLong("version")),
                published == null ? null : published.toInstant());
    }
}
