package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.SyncedRecord;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Entries of one kind of a site, with the schema of their fields. */
public record Collection(
        CollectionId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of its site. Fixed.") SiteId siteId,

        @JsonPropertyDescription("Unique in the site, such as posts. Fixed.")
        @Pattern(regexp = "^[a-z][a-z0-9_]*$") @Size(max = 63) String key,

        @JsonPropertyDescription("Name for people.") @Size(min = 1, max = 200) String name,

        @JsonPropertyDescription(
                "JSON Schema of the fields: type object, properties, required. No $ref, no combinators. Formats: date,"
                        + " date-time, email, uri, uuid, slug, markdown. x-ref: entry makes a text the ID of an entry.")
        JsonObject schema,

        @JsonPropertyDescription("Number of the schema, one more with each change.")
        int schemaNumber,

        CustomFields customFields,
        @Nullable String externalSource,
        @Nullable String externalId,
        Instant createdAt,
        Instant updatedAt,
        long version,
        String source,
        String lastActor)
        implements SyncedRecord {}
