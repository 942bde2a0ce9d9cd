package dev.tollgate.gateway.console.page;

import dev.tollgate.gateway.console.asset.ConsoleAssets;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.session.FormOrigin;
import dev.tollgate.gateway.console.view.Shell;
import dev.tollgate.gateway.console.view.Shell.Item;
import dev.tollgate.gateway.console.view.Shell.Navigation;
import dev.tollgate.gateway.pipeline.TargetRights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the shell of pages: navigation from the places that the person may see. */
final class ShellMaker {

    private static final String WORKSPACE = Places.ROOT + "/workspaces/{workspace_id}";
    private static final String TENANT = Places.ROOT + "/tenants/{tenant_id}";
    private static final String REQUESTS = "/requests";

    /** Pages of each target, the most used first; others follow under More. */
    private static final List<String> OF_WORKSPACE = List.of(
            "",
            "/modules",
            "/api-keys",
            "/mcp-clients",
            "/mcp-setup",
            "/members",
            "/webhooks",
            "/webhook-deliveries",
            "/usage",
            "/audit-events",
            "/records");

    private static final List<String> OF_TENANT =
            List.of("", "/workspaces", "/billing", "/usage", "/ledger", "/owners", "/audit-events");
    private static final List<String> OF_INSTALLATION =
            List.of("/tenants", "/system", "/jobs", "/audit-events", "/plans", "/prices");

    private final Places places;
    private final ConsoleAssets assets;

    ShellMaker(Places places, ConsoleAssets assets) {
        this.places = places;
        this.assets = assets;
    }

    /** Links to the pages of one target. */
    private record Section(String heading, String root, List<String> steps, List<String> parameters) {}

    /** The shell of a page of somebody who is signed in. */
    Shell of(Visit visit, String title, PageTarget target) {
        var rights = target.rights();
        var navigation = new ArrayList<Navigation>();
        if (rights != null) {
            for (var section : sections(rights, target)) {
                navigation.add(links(visit, rights, section));
                navigation.add(more(visit, rights, section));
            }
        }
        navigation.removeIf(group -> group.items().isEmpty());
        return new Shell(
                title,
                target.trail(),
                navigation,
                visit.session().name(),
                visit.secret().formToken(),
                notice(visit),
                visit.arrival().requestId().text(),
                rights == null ? null : requests(rights, target),
                rights == null || rights.tenantId() == null ? "" : live(visit),
                assets);
    }

    /** The nearest pages of requests that the person may see. */
    private @Nullable String requests(TargetRights rights, PageTarget target) {
        for (var section : sections(rights, target)) {
            var place = places.shown(section.root() + REQUESTS + "/{id}");
            if (place != null && rights.allows(place.face())) {
                return Places.filled(section.root(), section.parameters()) + REQUESTS + '/';
            }
        }
        return null;
    }

    /** The topics of a page about a tenant or a workspace: there are no hints for the installation. */
    private String live(Visit visit) {
        var found = places.target(visit.path());
        return found != null && found.target() instanceof Place.Shown shown
                ? LiveTopic.ofPage(shown.face().operation().name()).stream()
                        .map(LiveTopic::text)
                        .collect(Collectors.joining(" "))
                : "";
    }

    private static List<Section> sections(TargetRights rights, PageTarget target) {
        var sections = new ArrayList<Section>();
        var workspace = rights.workspaceId();
        var tenant = rights.tenantId();
        if (workspace != null) {
            sections.add(new Section(target.workspaceLabel(), WORKSPACE, OF_WORKSPACE, List.of(workspace.text())));
        }
        if (tenant != null) {
            sections.add(new Section(target.tenantName(), TENANT, OF_TENANT, List.of(tenant.text())));
        }
        sections.add(new Section("Installation", Places.ROOT, OF_INSTALLATION, List.of()));
        return sections;
    }

    /** What was just done, by the name of the operation: nothing else can be said this way, and by our pages only. */
    private @Nullable String notice(Visit visit) {
        if (FormOrigin.isElsewhere(visit.request().headers())) {
            return null;
        }
        var done = visit.request().getParam(PageParts.DONE);
        return places.forms().stream()
                .filter(form -> form.face().operation().name().equals(done))
                .map(form -> "Done: " + form.face().operation().summary() + '.')
                .findFirst()
                .orElse(null);
    }

    private Navigation links(Visit visit, TargetRights rights, Section section) {
        var items = new ArrayList<Item>();
        for (var step : section.steps()) {
            var place = places.shown(section.root() + step);
            if (place != null && rights.allows(place.face())) {
                var url = Places.filled(place.path(), section.parameters());
                items.add(item(visit, label(section.root(), step), url, step.isEmpty()));
            }
        }
        if (section.root().equals(WORKSPACE) && PlaygroundPages.isFor(rights, places)) {
            var url = Places.filled(WORKSPACE, section.parameters()) + Places.PLAYGROUND;
            items.add(item(visit, "API playground", url, true));
        }
        return new Navigation(section.heading(), items, false);
    }

    /** The pages that the section does not name. */
    private Navigation more(Visit visit, TargetRights rights, Section section) {
        var root = section.root();
        var items = new ArrayList<Item>();
        for (var place : places.shown()) {
            var path = place.path();
            if (path.startsWith(root + '/') && path.indexOf('/', root.length() + 1) < 0) {
                var step = path.substring(root.length());
                if (!section.steps().contains(step) && !step.contains("{") && rights.allows(place.face())) {
                    items.add(item(visit, label(root, step), Places.filled(path, section.parameters()), false));
                }
            }
        }
        return new Navigation("More of " + section.heading(), items, true);
    }

    private static String label(String root, String step) {
        if (step.isEmpty()) {
            return root.equals(TENANT) ? "Tenant" : "Overview";
        }
        return step.equals("/audit-events") ? "Audit" : Label.of(step.substring(1));
    }

    private static Item item(Visit visit, String text, String url, boolean exactly) {
        var path = visit.path();
        return new Item(text, url, path.equals(url) || (!exactly && path.startsWith(url + '/')));
    }
}
