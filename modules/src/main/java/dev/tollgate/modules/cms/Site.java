package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.schema.Slugs;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A place where content is published, such as a website or an app. */
public record Site(
        SiteId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("Name of the site.") @Size(min = 1, max = 200) String name,

        @JsonPropertyDescription("Unique, such as docs; in the URL of published entries.")
        @Pattern(regexp = Slugs.PATTERN) @Size(max = SLUG_CHARS_MAX) String slug,

        @JsonPropertyDescription("Such as pt-BR. Default en.")
        @Pattern(regexp = Locales.PATTERN) @Size(max = Locales.CHARS_MAX) String defaultLocale,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {

    static final int SLUG_CHARS_MAX = 63;

    public Site {
        defaultLocale = Locales.canonical(defaultLocale);
    }
}
