package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.records.schema.SchemaReader;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.SyncedRecord;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Entries of one kind of a site, with the schema of their fields. */
public record Collection(
        CollectionId id,
        WorkspaceId workspaceId,

        @JsonPropertyDescription("ID of its site.") SiteId siteId,

        @JsonPropertyDescription("Unique in the site, such as posts.")
        @Pattern(regexp = "^[a-z][a-z0-9_]*$") @Size(max = 63) String key,

        @JsonPropertyDescription("Name.") @Size(min = 1, max = 200) String name,

        @JsonPropertyDescription("JSON Schema of the fields, an object; without $ref and combinators. Formats: "
                + SchemaReader.FORMATS + ". x-ref entry or asset: the text is an ID of one.")
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
