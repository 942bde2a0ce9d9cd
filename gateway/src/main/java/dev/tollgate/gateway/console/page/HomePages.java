package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.form.Label;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.session.Sessions;
import dev.tollgate.gateway.console.view.HomeView;
import dev.tollgate.gateway.console.view.SessionsView;
import dev.tollgate.gateway.console.view.ShownTable;
import dev.tollgate.gateway.console.view.ShownTable.Column;
import dev.tollgate.gateway.console.view.ShownTable.Row;
import dev.tollgate.gateway.console.view.ShownValue;
import dev.tollgate.gateway.identity.SessionCaller;
import dev.tollgate.gateway.pipeline.TargetRights;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Pages of the person: where they may go, and where they are signed in. */
final class HomePages {

    private static final String TENANTS = Places.ROOT + "/tenants";

    private final PageParts parts;
    private final CompiledFace<?, ?> me;

    HomePages(PageParts parts, Catalogue catalogue) {
        this.parts = parts;
        this.me = Objects.requireNonNull(catalogue.face("read_me", Plane.CONTROL));
    }

    /** Shows the first page. */
    Future<Void> home(Visit visit, PageTarget target) {
        return parts.calls().callAsPage(visit, me, List.of(), CallInputs.NONE).map(answer -> {
            switch (answer) {
                case CallAnswer.Done done -> send(visit, target, done.content());
                case CallAnswer.Refused(var problem) -> {
                    if (visit.session().owner() instanceof SessionCaller.Subject && problem.status() == 401) {
                        sendWithoutAccess(visit, target);
                    } else {
                        parts.refuse(visit, target, problem);
                    }
                }
            }
            return null;
        });
    }

    private void send(Visit visit, PageTarget target, JsonNode me) {
        var rights = Objects.requireNonNull(target.rights());
        var values = new ShownValues(parts.ids(), rights);
        var rows = new ArrayList<Row>();
        me.path("workspaces").forEach(workspace -> rows.add(row(values, rights, workspace)));
        var isOperator = me.path("kind").asText().equals("operator");
        var view = new HomeView(
                parts.shells().of(visit, "Console", target),
                new ShownTable(columns("name", "tenant_name", "role", "status"), rows),
                isOperator,
                true,
                isOperator ? creates(visit, target) : parts.links().unlinkedForms(rights));
        parts.writer()
                .page(visit.request(), OK.code(), visit.arrival().requestId().text(), "home.jte", view);
    }

    /** How an operator begins: with a tenant. */
    private List<ShownValue.Link> creates(Visit visit, PageTarget target) {
        var tenants = Objects.requireNonNull(parts.places().shown(TENANTS), TENANTS);
        return parts.links().actions(new Look<>(visit, tenants, List.of(), target), PlaceLinks::adds);
    }

    private void sendWithoutAccess(Visit visit, PageTarget target) {
        var view = new HomeView(
                parts.shells().of(visit, "No access yet", PageTarget.NONE),
                new ShownTable(List.of(), List.of()),
                false,
                false,
                target.rights() == null ? List.of() : parts.links().unlinkedForms(target.rights()));
        parts.writer()
                .page(visit.request(), OK.code(), visit.arrival().requestId().text(), "home.jte", view);
    }

    /** An owner of a tenant who is no member of the workspace is led to the tenant. */
    private Row row(ShownValues values, TargetRights rights, JsonNode workspace) {
        var cells = List.of("name", "tenant_name", "role", "status").stream()
                .map(name -> values.value(name, workspace.path(name)))
                .toList();
        var url = parts.ids().url(workspace.path("id").asText(), rights);
        return new Row(
                cells, url == null ? parts.ids().url(workspace.path("tenant_id").asText(), rights) : url, List.of());
    }

    /** Shows where the person is signed in. */
    void sessions(Visit visit, PageTarget target, List<Sessions.Listed> sessions) {
        var own = visit.secret().hash();
        var rows = sessions.stream()
                .map(listed -> new SessionsView.Row(
                        ShownValues.time(listed.session().createdAt().toString()),
                        ShownValues.time(listed.session().endsAt().toString()),
                        listed.session().client(),
                        listed.hash().equals(own) ? null : listed.hash()))
                .toList();
        var view = new SessionsView(parts.shells().of(visit, "Sessions", target), rows);
        parts.writer()
                .page(visit.request(), OK.code(), visit.arrival().requestId().text(), "sessions.jte", view);
    }

    private static List<Column> columns(String... names) {
        return List.of(names).stream()
                .map(name -> new Column(name, Label.of(name), false))
                .toList();
    }
}
