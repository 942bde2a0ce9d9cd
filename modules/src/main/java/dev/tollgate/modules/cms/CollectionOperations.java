package dev.tollgate.modules.cms;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** The operations of collections. Fields are described on {@link Collection}. */
public final class CollectionOperations {

    public record NewCollection(
            SiteId siteId,
            String key,
            String name,
            JsonObject schema,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record CollectionQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable SiteId siteId,
            @Nullable String key,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record CollectionPatch(
            CollectionId id,
            Patch<String> name,

            @JsonPropertyDescription("The whole new schema.")
            Patch<JsonObject> schema,

            @JsonPropertyDescription("true: take a narrower schema.") @Nullable Boolean allowBreaking,

            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    static final ResourceOperations<CollectionId, Collection> COLLECTIONS = ResourceOperations.of(
                    Collection.class, CollectionId.class, "cms", "collections")
            .at("/v1/cms/collections")
            .stored(table -> table.apart("allow_breaking").startingWith("schema_number", 1));

    public static final Operation<NewCollection, Collection> CREATE = COLLECTIONS.create(
            NewCollection.class,
            """
            {
              "site_id": "sit_01jg000000e008000000000001",
              "key": "posts",
              "name": "Blog posts",
              "schema": {
                "type": "object",
                "properties": {
                  "body": {"type": "string", "format": "markdown"},
                  "tags": {"type": "array", "items": {"type": "string"}, "maxItems": 10}
                },
                "required": ["body"]
              }
            }
            """,
            "Makes a collection: a schema of entries. Faults of the schema are told with their paths.");

    public static final Operation<ListInput<CollectionQuery>, Page<Collection>> LIST =
            COLLECTIONS.list(CollectionQuery.class, """
            {"limit": 10}
            """, "Lists collections with their schemas, newest first.");

    public static final Operation<Ref<CollectionId>, Collection> GET = COLLECTIONS.get();

    public static final Operation<CollectionPatch, Collection> UPDATE = COLLECTIONS.update(
            CollectionPatch.class,
            "Changes only the fields you send. A narrower schema is a conflict without allow_breaking; entries become"
                    + " outdated by it.");

    private CollectionOperations() {}
}
