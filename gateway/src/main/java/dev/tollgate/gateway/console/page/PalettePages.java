package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.PaletteView;
import dev.tollgate.gateway.console.view.ShownValue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

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
     * @param page the present one, with its actions; null for none
     */
    Future<Void> show(Visit visit, PageTarget target, @Nullable Look<Place.Shown> page) {
        var given = Objects.requireNonNullElse(visit.request().getParam("query"), "")
                .strip();
        var words = given.length() > WORDS_CHARS_MAX ? given.substring(0, WORDS_CHARS_MAX) : given;
        var links = new ArrayList<ShownValue.Link>();
        var record = parts.ids().url(words, Objects.requireNonNull(target.rights()));
        if (record != null) {
            links.add(new ShownValue.Link(words, record));
        }
        var workspaces = workspaces(visit, target, words);
        return actions(page, words)
                .compose(actions -> workspaces.map(found -> {
                    links.addAll(actions);
                    links.addAll(pages(visit, target, words));
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
                }));
    }

    /** Actions of the present page; its record is read only if one that depends on its status matches. */
    private Future<List<ShownValue.Link>> actions(@Nullable Look<Place.Shown> page, String words) {
        if (page == null) {
            return Future.succeededFuture(List.of());
        }
        var links = parts.links();
        if (matching(links.actions(page, PlaceLinks::dependsOnRecord), words).isEmpty()) {
            return Future.succeededFuture(
                    matching(links.actions(page, form -> !PlaceLinks.dependsOnRecord(form)), words));
        }
        return parts.calls()
                .call(page.visit(), page.place().face(), page.parameters(), CallInputs.NONE)
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done ->
                        matching(links.actions(page, form -> PlaceLinks.isFor(form, done.content())), words);
                    case CallAnswer.Refused _ ->
                        matching(links.actions(page, form -> !PlaceLinks.dependsOnRecord(form)), words);
                });
    }

    private List<ShownValue.Link> pages(Visit visit, PageTarget target, String words) {
        return parts.shells().of(visit, "", target).navigation().stream()
                .flatMap(group -> matching(
                        group.items().stream()
                                .map(item -> new ShownValue.Link(item.text() + ", " + group.heading(), item.url()))
                                .toList(),
                        words)
                        .stream())
                .toList();
    }

    private static List<ShownValue.Link> matching(List<ShownValue.Link> candidates, String words) {
        var wanted = words.toLowerCase(Locale.ROOT);
        return candidates.stream()
                .filter(link -> link.text().toLowerCase(Locale.ROOT).contains(wanted))
                .toList();
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
