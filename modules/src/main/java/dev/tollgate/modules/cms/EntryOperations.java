package dev.tollgate.modules.cms;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.schema.Slugs;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.json.JsonObject;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The operations of entries. Fields are described on {@link Entry}. */
public final class EntryOperations {

    public record NewEntry(
            CollectionId collectionId,
            @Nullable String locale,
            @Nullable String translationKey,
            String title,
            @Nullable String slug,

            @JsonPropertyDescription("By the schema of the collection; a draft may lack required ones.") @Nullable JsonObject fields,

            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record EntryQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable CollectionId collectionId,
            @Nullable SiteId siteId,
            @Nullable String locale,
            @Nullable String translationKey,
            @Nullable String slug,
            Entry.@Nullable Status status,
            @Nullable Boolean outdated,
            @Nullable Boolean changed,
            @Nullable CustomFields customFields)
            implements SearchQuery {

        public EntryQuery {
            locale = Locales.canonicalOrNull(locale);
        }
    }

    public record EntryPatch(
            EntryId id,
            Patch<String> title,
            Patch<String> slug,
            Patch<String> translationKey,

            @JsonPropertyDescription("draft or review; draft takes a published one offline.")
            Patch<Entry.Status> status,

            @JsonPropertyDescription("Merged into the fields: null removes one, others stay.")
            Patch<JsonObject> fields,

            @JsonPropertyDescription("Only null: drops the schedule.")
            Patch<Instant> publishAt,

            @JsonPropertyDescription("Only null: drops the schedule.")
            Patch<Instant> unpublishAt,

            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    /** When to put the entry live, and for how long. */
    public record Publication(
            EntryId id,

            @JsonPropertyDescription("Default: now.") @Nullable Instant publishAt,

            @JsonPropertyDescription("Takes it offline then.") @Nullable Instant unpublishAt)
            implements Identified {}

    public record RevisionQuery(
            EntryId id,

            @JsonPropertyDescription("Only this version, with its fields.") @Min(1) @Nullable Long number,

            @Nullable Integer limit,
            @Nullable String cursor)
            implements ListQuery {}

    public record Restoration(
            EntryId id,

            @JsonPropertyDescription("Number.") @Min(1) long number) implements Identified {}

    public record PublishedQuery(
            @JsonPropertyDescription("Slug of the site.")
            @Pattern(regexp = Slugs.PATTERN) @Size(max = Site.SLUG_CHARS_MAX) String slug,

            @JsonPropertyDescription("Key of a collection.") @Size(max = 63) @Nullable String collection,

            @JsonPropertyDescription("Locale of the entries.") @Nullable String locale,

            @JsonPropertyDescription("Slug of an entry.") @Size(max = Slugs.CHARS_MAX) @Nullable String entrySlug,

            @JsonPropertyDescription("true: the newest versions, live or not.") @Nullable Boolean preview,

            @Nullable Integer limit,
            @Nullable String cursor)
            implements ListQuery {

        public PublishedQuery {
            locale = Locales.canonicalOrNull(locale);
        }
    }

    static final String ROUTE = "/v1/cms/entries";

    static final ResourceOperations<EntryId, Entry> ENTRIES = ResourceOperations.of(
                    Entry.class, EntryId.class, "cms", "entries")
            .at(ROUTE)
            .stored(table -> table.startingWith("status", Entry.Status.DRAFT)
                    .startingWith("locale", "en")
                    .startingWith("fields", new JsonObject())
                    .startingWith("schema_number", 1)
                    .startingWith("outdated", false)
                    .startingWith("changed", false)
                    .listedWithout("fields")
                    .announcedBy(
                            EntryOperations::verb,
                            "updated",
                            "published",
                            "unpublished",
                            "archived",
                            "publication_failed"));

    public static final Operation<NewEntry, Entry> CREATE =
            ENTRIES.create(NewEntry.class, """
            {"collection_id": "col_01jg000000e008000000000001", "title": "First steps", "fields": {"body": "Install it."}}
            """, "Creates an entry as a draft, which is not live until published.");

    public static final Operation<ListInput<EntryQuery>, Page<Entry>> LIST =
            ENTRIES.list(EntryQuery.class, """
            {"limit": 10, "status": "draft"}
            """, "Lists entries without their fields, newest first.");

    public static final Operation<Ref<EntryId>, Entry> GET = ENTRIES.get();

    public static final Operation<EntryPatch, Entry> UPDATE = ENTRIES.update(
            EntryPatch.class, "Changes only the fields you send. What is live stays until publish_entry.");

    public static final Operation<Ref<EntryId>, Entry> DELETE = ENTRIES.delete(
            "Deletes an entry and its versions for good, also what is live. Fails with conflict while another entry or a"
                    + " post refers to it.");

    public static final Operation<Publication, Entry> PUBLISH = ENTRIES.add(Declaration.write("publish_entry", "entry")
            .summary("Publish an entry")
            .description(
                    "Puts the latest version of an entry live, now or at publish_at. Later edits do not change what is live.")
            .app("POST", ROUTE + "/{id}/publish", scoped("cms:write"))
            .with(Trait.LOSSLESS)
            .with(Trait.CONDITIONAL)
            .event("entry.published")
            .takes(Publication.class)
            .gives(Entry.class));

    public static final Operation<Ref<EntryId>, Entry> ARCHIVE = ENTRIES.add(Declaration.reduce(
                    "archive_entry", "entry")
            .summary("Archive an entry")
            .description("Takes an entry offline and drops its schedule. It is kept and can be published again.")
            .app("POST", ROUTE + "/{id}/archive", scoped("cms:write"))
            .with(Trait.CONDITIONAL)
            .event("entry.archived")
            .takes(Shape.<Ref<EntryId>>of(Ref.class, EntryId.class, "EntryRef"))
            .gives(Entry.class));

    public static final Operation<RevisionQuery, Page<EntryRevision>> REVISIONS = ENTRIES.add(Declaration.read(
                    "list_entry_revisions", "entry")
            .audited("list_revisions")
            .summary("List versions of an entry")
            .description("Lists versions of an entry, newest first. With number, returns that one with its content.")
            .app("GET", ROUTE + "/{id}/revisions", scoped("cms:read"))
            .takes(RevisionQuery.class)
            .givesPage(EntryRevision.class));

    public static final Operation<Restoration, Entry> RESTORE =
            ENTRIES.add(Declaration.write("restore_entry_revision", "entry")
                    .audited("restore_revision")
                    .summary("Restore a version of an entry")
                    .description("Makes an old version of an entry its newest. What is live stays.")
                    .app("POST", ROUTE + "/{id}/revisions/{number}/restore", scoped("cms:write"))
                    .with(Trait.LOSSLESS)
                    .with(Trait.CONDITIONAL)
                    .event("entry.restored")
                    .takes(Restoration.class)
                    .gives(Entry.class));

    public static final Operation<PublishedQuery, Page<PublishedEntry>> PUBLISHED =
            ENTRIES.add(Declaration.read("list_published_entries", "entry")
                    .audited("list_published")
                    .summary("List published entries")
                    .description("Lists what is live on a site, with its fields, newest first.")
                    .app("GET", "/v1/cms/sites/{slug}/published", scoped("cms:read"))
                    .with(Trait.CACHEABLE)
                    .takes(PublishedQuery.class)
                    .givesPage(PublishedEntry.class));

    /** What is more than an update, or less than a publication: also for changes that no call asks for. */
    private static @Nullable String verb(Entry before, Entry after) {
        if (after.status() == Entry.Status.ARCHIVED && before.status() != Entry.Status.ARCHIVED) {
            return "archived";
        }
        if (before.publishedVersion() != null && after.publishedVersion() == null) {
            return "unpublished";
        }
        if (after.publishError() != null && !after.publishError().equals(before.publishError())) {
            return "publication_failed";
        }
        if (after.publishedVersion() != null && !after.publishedVersion().equals(before.publishedVersion())) {
            return "published";
        }
        return after.scheduledVersion() != null && !after.scheduledVersion().equals(before.scheduledVersion())
                ? "updated"
                : null;
    }

    private EntryOperations() {}
}
