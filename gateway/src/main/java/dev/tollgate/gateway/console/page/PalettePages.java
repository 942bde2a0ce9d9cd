package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** Finds places by words: pages and actions around the present page, workspaces, and the record of an id. */
final class PalettePages {

    private static final int WORDS_CHARS_MIN = 2;
    private static final int WORDS_CHARS_MAX = 200;
    private static final String MATCHES_MAX = "8";
    private static final int LINKS_MAX = 20;

    private final PageParts parts;
    private final CompiledFace<?, ?> search;

    PalettePages(PageParts parts, Catalogue catalogue) {
        this.parts = parts;
        this.search = Objects.requireNonNull(catalogue.face("search_workspaces", Plane.CONTROL));
    }

    /**
     * Sends the places that match the query.
     *
     * @param actions of the present page
     */
    Future<Void> show(Visit visit, PageTarget target, List<ShownValue.Link> actions) {
        var given = Objects.requireNonNullElse(visit.request().getParam("query"), "")
                .strip();
        var words = given.length() > WORDS_CHARS_MAX ? given.substring(0, WORDS_CHARS_MAX) : given;
        var links = new ArrayList<ShownValue.Link>();
        var record = parts.ids().url(words, Objects.requireNonNull(target.rights()));
        if (record != null) {
            links.add(new ShownValue.Link(words, record));
        }
        add(links, actions, words);
        parts.shells()
                .of(visit, "", target)
                .navigation()
                .forEach(group -> add(
                        links,
                        group.items().stream()
                                .map(item -> new ShownValue.Link(item.text() + ", " + group.heading(), item.url()))
                                .toList(),
                        words));
        return workspaces(visit, target, words).map(found -> {
            links.addAll(found);
            var view = new PaletteView(links.subList(0, Math.min(links.size(), LINKS_MAX)));
            parts.writer()
                    .page(
                            visit.request(),
                            OK.code(),
                            visit.arrival().requestId().text(),
                            "palette.jte",
                            view);
            return null;
        });
    }

    private static void add(List<ShownValue.Link> links, List<ShownValue.Link> candidates, String words) {
        var wanted = words.toLowerCase(Locale.ROOT);
        candidates.stream()
                .filter(link -> link.text().toLowerCase(Locale.ROOT).contains(wanted))
                .forEach(links::add);
    }

    private Future<List<ShownValue.Link>> workspaces(Visit visit, PageTarget target, String words) {
        if (words.length() < WORDS_CHARS_MIN) {
            return Future.succeededFuture(List.of());
        }
        var query = MultiMap.caseInsensitiveMultiMap().add("query", words).add("limit", MATCHES_MAX);
        return parts.calls()
                .call(visit, search, List.of(), CallInputs.query(query))
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done -> links(target, done.content().path("workspaces"));
                    case CallAnswer.Refused _ -> List.of();
                });
    }

    private List<ShownValue.Link> links(PageTarget target, JsonNode workspaces) {
        var rights = Objects.requireNonNull(target.rights());
        var links = new ArrayList<ShownValue.Link>();
        for (var workspace : workspaces) {
            var name = workspace.path("name").asText() + ", "
                    + workspace.path("tenant_name").asText();
            var url = parts.ids().url(workspace.path("id").asText(), rights);
            if (url != null) {
                links.add(new ShownValue.Link(name, url));
            }
        }
        return links;
    }
}
