package dev.tollgate.gateway.console.page;

import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.console.asset.ConsoleAssets;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.place.IdPlaces;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.session.Sessions;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The pages of somebody who is signed in, on one event loop. Each method answers its request. */
public final class ConsolePages {

    private static final RouteTrie.Match.Found<String> INSTALLATION =
            new RouteTrie.Match.Found<>(new Route("GET", Places.ROOT), "", List.of());

    /**
     * What all loops share.
     *
     * @param urls where the console and the app plane are served
     * @param writer renders
     */
    public record Shared(
            Catalogue catalogue, BaseUrls urls, Places places, IdPlaces ids, ConsoleAssets assets, PageWriter writer) {

        public static Shared of(Catalogue catalogue, BaseUrls urls) {
            var https = "https".equalsIgnoreCase(URI.create(urls.control()).getScheme());
            var places = new Places(catalogue);
            return new Shared(
                    catalogue, urls, places, new IdPlaces(places), new ConsoleAssets(), new PageWriter(https));
        }
    }

    private final PageParts parts;
    private final Targets targets;
    private final ShowPages reads;
    private final FormPages forms;
    private final HomePages people;
    private final PalettePages palette;
    private final PlaygroundPages playground;

    public ConsolePages(Shared shared, PageCalls calls, InstantSource clock) {
        var links = new PlaceLinks(shared.places(), shared.ids());
        var shells = new ShellMaker(shared.places(), shared.assets());
        this.parts = new PageParts(
                shared.places(),
                shared.ids(),
                links,
                calls,
                shells,
                shared.writer(),
                shared.urls().control());
        this.targets = new Targets(calls, shared.catalogue());
        this.reads = new ShowPages(
                parts,
                new RecordParts(parts, shared.catalogue(), clock),
                new BrowsedRecords(parts, shared.catalogue()),
                clock);
        this.forms = new FormPages(parts, new FormChoices(calls, shared.catalogue()), new FormNotes(clock));
        this.people = new HomePages(parts, shared.catalogue());
        this.palette = new PalettePages(parts, shared.catalogue());
        this.playground = new PlaygroundPages(parts, shared.catalogue(), shared.urls());
    }

    /** Whether the page at this path prepares calls. */
    public static boolean isPlayground(String path) {
        return PlaygroundPages.place(path) != null;
    }

    /** The first page. */
    public void home(Visit visit) {
        answered(visit, () -> inside(visit, INSTALLATION, target -> people.home(visit, target)));
    }

    /** A part with the places that match a query, around the page that the parameter {@code from} names. */
    public void palette(Visit visit) {
        var from = Objects.requireNonNullElse(visit.request().getParam("from"), Places.ROOT);
        answered(visit, () -> switch (parts.places().routes().match("GET", from)) {
            case RouteTrie.Match.Found<Place> found ->
                inside(visit, found, target -> switch (found.target()) {
                    case Place.Shown shown ->
                        palette.show(visit, target, new Look<>(visit, shown, found.parameters(), target));
                    case Place.Form _ -> palette.show(visit, target, null);
                });
            case RouteTrie.Match.NoPath<Place> _, RouteTrie.Match.NoMethod<Place> _ ->
                inside(
                        visit,
                        Objects.requireNonNullElse(PlaygroundPages.place(from), INSTALLATION),
                        target -> palette.show(visit, target, null));
        });
    }

    /** The sessions of the person, which are looked up if the page is not refused. */
    public void sessions(Visit visit, Supplier<Future<List<Sessions.Listed>>> sessions) {
        answered(
                visit,
                () -> inside(
                        visit,
                        INSTALLATION,
                        target -> sessions.get().map(listed -> {
                            people.sessions(visit, target, listed);
                            return null;
                        })));
    }

    /** A page or a form. */
    public void show(Visit visit) {
        var tryOut = PlaygroundPages.place(visit.path());
        if (tryOut != null) {
            answered(visit, () -> inside(visit, tryOut, target -> playground.show(visit, target)));
            return;
        }
        answered(visit, () -> switch (parts.places().routes().match("GET", visit.path())) {
            case RouteTrie.Match.NoPath<Place> _ -> refused(visit, new Refusal.RouteNotFound());
            case RouteTrie.Match.NoMethod<Place>(Set<String> allowed) ->
                refused(visit, new Refusal.MethodNotAllowed(allowed));
            case RouteTrie.Match.Found<Place> found ->
                inside(visit, found, target -> switch (found.target()) {
                    case Place.Shown shown -> reads.show(new Look<>(visit, shown, found.parameters(), target));
                    case Place.Form form -> forms.show(new Look<>(visit, form, found.parameters(), target));
                });
        });
    }

    /** A form that was sent from a page of ours. */
    public void send(Visit visit, MultiMap sent) {
        var tryOut = PlaygroundPages.place(visit.path());
        if (tryOut != null) {
            answered(visit, () -> inside(visit, tryOut, target -> playground.prepare(visit, target, sent)));
            return;
        }
        answered(visit, () -> switch (parts.places().routes().match("POST", visit.path())) {
            case RouteTrie.Match.NoPath<Place> _ -> refused(visit, new Refusal.RouteNotFound());
            case RouteTrie.Match.NoMethod<Place>(Set<String> allowed) ->
                refused(visit, new Refusal.MethodNotAllowed(allowed));
            case RouteTrie.Match.Found<Place> found ->
                inside(visit, found, target -> switch (found.target()) {
                    case Place.Form form -> forms.send(new Look<>(visit, form, found.parameters(), target), sent);
                    case Place.Shown _ -> refused(visit, new Refusal.RouteNotFound());
                });
        });
    }

    /** The page of a request that is refused before it is for any page. */
    public void refuse(Visit visit, Refusal refusal) {
        parts.refuse(visit, PageTarget.NONE, parts.calls().problem(visit, refusal));
    }

    /** The page of a request that failed. */
    public void fail(Visit visit, Throwable cause) {
        parts.refuse(visit, PageTarget.NONE, parts.calls().broke(visit, cause));
    }

    /**
     * Shows the page if the person may see its target; answers 404, or 401 if they may not even see the installation.
     */
    private Future<Void> inside(Visit visit, RouteTrie.Match.Found<?> found, Function<PageTarget, Future<Void>> page) {
        return targets.of(visit, found).compose(sight -> switch (sight) {
            case Targets.Sight.Seen(PageTarget target) -> page.apply(target);
            case Targets.Sight.Unseen _ ->
                refused(
                        visit,
                        found.parameters().isEmpty()
                                ? new Refusal.Unauthorized()
                                : new Refusal.ResourceNotFound("There is no such page."));
            case Targets.Sight.Limited(Problem problem) -> {
                parts.refuse(visit, PageTarget.NONE, problem);
                yield Future.succeededFuture();
            }
        });
    }

    private Future<Void> refused(Visit visit, Refusal refusal) {
        refuse(visit, refusal);
        return Future.succeededFuture();
    }

    private void answered(Visit visit, Supplier<Future<Void>> page) {
        Future.succeededFuture().compose(_ -> page.get()).onFailure(cause -> fail(visit, cause));
    }
}
