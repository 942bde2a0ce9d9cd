package dev.tollgate.loadtest.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;

/** A site with one collection of posts. */
record PublishedSite(AppClient client, String collection) {

    static final String PUBLISHED = "/v1/cms/sites/docs/published";

    static PublishedSite create(AppClient client) {
        var site = client.created(
                "/v1/cms/sites", JsonTrees.object().put("name", "Docs").put("slug", "docs"));
        var collection = JsonTrees.object()
                .put("site_id", site.path("id").asText())
                .put("key", "posts")
                .put("name", "Posts");
        collection
                .putObject("schema")
                .put("type", "object")
                .putObject("properties")
                .putObject("body")
                .put("type", "string");
        var created = client.created("/v1/cms/collections", collection);
        return new PublishedSite(client, created.path("id").asText());
    }

    /** Creates a draft; returns its id. */
    String draft(String title) {
        var entry = JsonTrees.object().put("collection_id", collection).put("title", title);
        entry.putObject("fields").put("body", "Install it, then read on. ".repeat(40));
        return client.created("/v1/cms/entries", entry).path("id").asText();
    }

    /** Publishes an entry, now or as these fields say. */
    void publish(String entry, ObjectNode fields) {
        var _ = client.accepted("POST", "/v1/cms/entries/" + entry + "/publish", fields);
    }

    /** Entity tag of what is live, at one gateway. */
    static String tag(int port, String token) {
        var reply = HttpCall.get(PUBLISHED, token).send(port);
        return reply.headers().firstValue("etag").orElse("");
    }
}
