package dev.tollgate.modules.cms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Representation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.cms.SiteOperations.NewSite;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/** Content of one workspace, written as callers would, with apostrophes for quotation marks. */
record Content(Desk desk, Caller caller) {

    static final String POSTS = """
            {'type': 'object',
             'properties': {
               'body': {'type': 'string', 'minLength': 3, 'maxLength': 1000},
               'author': {'type': 'string', 'x-ref': 'entry', 'x-collection': 'authors'},
               'meta': {'type': 'object', 'properties': {'tags': {'type': 'array', 'items': {'type': 'string'}}}}},
             'required': ['body']}
            """;

    static final String AUTHORS = "{'type': 'object', 'properties': {'bio': {'type': 'string'}}}";

    Site site(String slug) {
        return desk.done(SiteOperations.CREATE, caller, new NewSite("Site", slug, null, null, null, null));
    }

    Collection collection(Site site, String key, String schema) {
        return desk.done(
                CollectionOperations.CREATE,
                caller,
                new CollectionOperations.NewCollection(
                        site.id(), key, "Name of " + key, json(schema), null, null, null));
    }

    Entry entry(Collection collection, String title, String fields) {
        return desk.done(EntryOperations.CREATE, caller, newEntry(collection, title, fields));
    }

    static EntryOperations.NewEntry newEntry(Collection collection, String title, String fields) {
        return new EntryOperations.NewEntry(collection.id(), null, null, title, null, json(fields), null, null, null);
    }

    Entry read(Entry entry) {
        return desk.done(EntryOperations.GET, caller, new Ref<>(entry.id()));
    }

    Entry edited(Entry entry, String patch) {
        return desk.done(EntryOperations.UPDATE, caller, patch(entry, patch));
    }

    static EntryOperations.EntryPatch patch(Entry entry, String patch) {
        return Json.read(json(patch).put("id", entry.id().text()).encode(), EntryOperations.EntryPatch.class);
    }

    Entry published(Entry entry) {
        return desk.done(EntryOperations.PUBLISH, caller, now(entry));
    }

    static EntryOperations.Publication now(Entry entry) {
        return new EntryOperations.Publication(entry.id(), null, null);
    }

    Page<PublishedEntry> live(String slug) {
        return live(desk, slug, "{}");
    }

    Page<PublishedEntry> live(Desk at, String slug, String query) {
        return at.done(
                EntryOperations.PUBLISHED,
                caller,
                Json.read(json(query).put("slug", slug).encode(), EntryOperations.PublishedQuery.class));
    }

    static JsonArray items(Page<?> page) {
        return new JsonArray(Buffer.buffer(representation(page).json()));
    }

    static List<String> ids(Page<?> page) {
        return items(page).stream()
                .map(one -> ((JsonObject) one).getString("id"))
                .toList();
    }

    /** The title of the newest entry. */
    static String title(Page<?> page) {
        assertThat(items(page)).isNotEmpty();
        return items(page).getJsonObject(0).getString("title");
    }

    static Representation representation(Page<?> page) {
        return Objects.requireNonNull(page.prepared());
    }

    <I, A> String conflict(Operation<I, A> operation, I input) {
        if (desk.call(operation, caller, input) instanceof Outcome.Refused<A>(Refusal.Conflict(String detail))) {
            return detail;
        }
        throw new AssertionError(operation + " is no conflict");
    }

    static JsonObject json(String text) {
        return Json.read(text.replace('\'', '"'), JsonObject.class);
    }
}
