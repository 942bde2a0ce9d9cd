package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.AuditedAs;
import dev.tollgate.records.schema.Slugs;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.MovingStatus;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One piece of content in one language. What is live of it is a snapshot, made by {@code publish_entry}. */
public record Entry(
        EntryId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of its collection.") CollectionId collectionId,

        @JsonPropertyDescription("ID of the site of its collection.")
        SiteId siteId,

        @JsonPropertyDescription("Language, such as en. Default: the site's.")
        @Pattern(regexp = Locales.PATTERN) @Size(max = Locales.CHARS_MAX) String locale,

        @JsonPropertyDescription("The same for all translations.") @Size(min = 1, max = 128) @Nullable String translationKey,

        @JsonPropertyDescription("Title.") @Size(min = 1, max = 300) String title,

        @JsonPropertyDescription("Unique by collection and locale. Default: from the title.")
        @Pattern(regexp = Slugs.PATTERN) @Size(max = Slugs.CHARS_MAX) String slug,

        @JsonPropertyDescription("draft, review, published or archived.")
        Status status,

        @JsonPropertyDescription("Content by the schema of the collection. Absent in lists.")
        @AuditedAs(AuditedAs.Form.DIGEST)
        @Nullable JsonObject fields,

        @JsonPropertyDescription("When scheduled_version goes live.") @Nullable Instant publishAt,

        @JsonPropertyDescription("When it is taken offline.") @Nullable Instant unpublishAt,

        @JsonPropertyDescription("The version that publish_at puts live.") @Nullable Long scheduledVersion,

        @JsonPropertyDescription("Number of the schema that fields were checked by.")
        int schemaNumber,

        @JsonPropertyDescription("Whether the schema became narrower since.")
        boolean outdated,

        @JsonPropertyDescription("The version that is live.") @Nullable Long publishedVersion,

        @JsonPropertyDescription("Since when it is live.") @Nullable Instant publishedAt,

        @JsonPropertyDescription("Whether it has edits that are not live.")
        boolean changed,

        @JsonPropertyDescription("Why the last scheduled publication failed.") @Nullable String publishError,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    public enum Status implements MovingStatus<Status> {
        DRAFT,
        REVIEW,
        PUBLISHED,
        ARCHIVED;

        /** By an update; operations of their own publish and archive. */
        @Override
        public Set<Status> next() {
            return this == DRAFT ? EnumSet.of(REVIEW) : EnumSet.of(DRAFT);
        }
    }

    /** The most bytes of its fields as JSON. */
    static final int FIELDS_BYTES_MAX = 256 << 10;

    public Entry {
        locale = Locales.canonical(locale);
    }

    /** The fields; none where a list left them out. */
    JsonObject content() {
        return fields == null ? new JsonObject() : fields;
    }

    /** What another version of it says, compared with this one: title, name in URLs, language group and fields. */
    boolean saysTheSame(Entry other) {
        return title.equals(other.title)
                && slug.equals(other.slug)
                && Objects.equals(translationKey, other.translationKey)
                && content().equals(other.content());
    }
}
