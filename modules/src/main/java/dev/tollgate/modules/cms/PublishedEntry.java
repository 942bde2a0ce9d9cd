package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
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

        @JsonPropertyDescription("Since when it is live. Absent in a preview of one that is not.") @Nullable Instant publishedAt) {}
