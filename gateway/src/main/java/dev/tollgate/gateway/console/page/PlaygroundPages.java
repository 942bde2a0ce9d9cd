package dev.tollgate.gateway.console.page;

import static io.netty.handler.codec.http.HttpResponseStatus.OK;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.form.FormField;
import dev.tollgate.gateway.console.form.FormSchema;
import dev.tollgate.gateway.console.form.TypedForm;
import dev.tollgate.gateway.console.place.Places;
import dev.tollgate.gateway.console.view.PlaygroundView;
import dev.tollgate.gateway.console.view.TriedCall;
import dev.tollgate.gateway.pipeline.TargetRights;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls of the app plane, tried out: an operation of the workspace's modules, a form from its schema, and the request
 * that follows from it, for a terminal, for an agent and to be sent. The browser sends it to {@code /v1} with a key
 * that its person pastes: it passes every gate and is charged, and the key never reaches the console.
 */
final class PlaygroundPages {

    private static final String OPERATION = "operation";
    private static final String NO_MODULE = "account";
    private static final RouteTrie<String> ROUTES =
            RouteTrie.of(Map.of(new Route("GET", Places.ROOT + "/workspaces/{workspace_id}" + Places.PLAYGROUND), ""));

    private final PageParts parts;
    private final List<CompiledFace<?, ?>> faces;
    private final BaseUrls urls;
    private final boolean sendable;

    PlaygroundPages(PageParts parts, Catalogue catalogue, BaseUrls urls) {
        this.parts = parts;
        this.faces = catalogue.faces(Plane.APP).stream()
                .filter(face -> face.signed() == null)
                .toList();
        this.urls = urls;
        this.sendable = isOneOrigin(urls);
    }

    /** Whether pages of the console may call the app plane: their policy allows their own origin only. */
    private static boolean isOneOrigin(BaseUrls urls) {
        var app = URI.create(urls.app());
        var control = URI.create(urls.control());
        return app.getScheme().equalsIgnoreCase(control.getScheme())
                && app.getRawAuthority().equalsIgnoreCase(control.getRawAuthority());
    }

    /** The workspace of a playground at this path; null where there is none. */
    static RouteTrie.Match.@Nullable Found<String> place(String path) {
        return ROUTES.match("GET", path) instanceof RouteTrie.Match.Found<String> found ? found : null;
    }

    /** Whether somebody sees the workspace: an owner of its tenant who may only archive it tries nothing out in it. */
    static boolean isFor(TargetRights rights, Places places) {
        var workspace = places.shown(Places.ROOT + "/workspaces/{workspace_id}");
        return workspace != null && rights.allows(workspace.face());
    }

    /** Shows the operations, and the form of one. */
    Future<Void> show(Visit visit, PageTarget target) {
        shown(visit, target);
        return Future.succeededFuture();
    }

    private void shown(Visit visit, PageTarget target) {
        if (!isFor(Objects.requireNonNull(target.rights()), parts.places())) {
            parts.refuse(visit, target, parts.calls().problem(visit, new Refusal.RoleNotAllowed()));
            return;
        }
        var chosen = chosen(visit, target);
        var fields = chosen == null ? List.<FormField>of() : FormField.empty(schema(chosen));
        send(visit, target, chosen, new Content(fields, List.of(), null));
    }

    /** Shows the request of what was typed, or all faults. Calls nothing, so the flood bucket of the person pays. */
    Future<Void> prepare(Visit visit, PageTarget target, MultiMap sent) {
        return parts.calls().paced(visit, () -> prepared(visit, target, sent)).map(refusal -> {
            refusal.ifPresent(why -> parts.refuse(visit, target, parts.calls().problem(visit, why)));
            return null;
        });
    }

    private void prepared(Visit visit, PageTarget target, MultiMap sent) {
        var chosen = chosen(visit, target);
        if (chosen == null || !isFor(Objects.requireNonNull(target.rights()), parts.places())) {
            shown(visit, target);
            return;
        }
        var schema = schema(chosen);
        var form = TypedForm.of(schema, sent);
        var arguments = form.body();
        var faults = chosen.rest().schema().faults(arguments);
        var call = faults.isEmpty()
                ? TriedCall.of(chosen, arguments, urls.app(), visit.arrival().requestId())
                : null;
        var fields = FormField.sent(schema, form, faults);
        send(visit, target, chosen, new Content(fields, FormField.others(schema, faults), call));
    }

    private record Content(
            List<FormField> fields,
            List<FieldError> errors,
            @Nullable TriedCall call) {}

    private void send(Visit visit, PageTarget target, @Nullable CompiledFace<?, ?> chosen, Content content) {
        var shell = parts.shells().of(visit, "API playground", target);
        var view = new PlaygroundView(
                shell,
                groups(target),
                chosen == null ? "" : chosen.operation().name(),
                chosen == null ? "" : chosen.operation().description(),
                content.fields(),
                content.errors(),
                content.call(),
                sendable);
        parts.writer().page(visit.request(), OK.code(), shell.requestId(), "playground.jte", view);
    }

    private @Nullable CompiledFace<?, ?> chosen(Visit visit, PageTarget target) {
        var name = visit.request().getParam(OPERATION);
        return offered(target).stream()
                .filter(face -> face.operation().name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private static FormSchema schema(CompiledFace<?, ?> face) {
        return FormSchema.of(face.rest().schema().document(), Set.of());
    }

    /** The operations of modules that are on, and of what has no switch. */
    private List<CompiledFace<?, ?>> offered(PageTarget target) {
        var on = modules(Objects.requireNonNull(target.rights()));
        return faces.stream()
                .filter(face ->
                        !face.module().switchable() || on.contains(face.module().key()))
                .toList();
    }

    private static Set<String> modules(TargetRights rights) {
        var context = rights.workspace();
        var snapshot = context == null ? null : context.workspace();
        return snapshot == null ? Set.of() : snapshot.modules();
    }

    private List<PlaygroundView.Group> groups(PageTarget target) {
        var byModule = new TreeMap<String, List<String>>();
        for (var face : offered(target)) {
            var module = face.module().switchable() ? face.module().key() : NO_MODULE;
            byModule.computeIfAbsent(module, _ -> new ArrayList<>())
                    .add(face.operation().name());
        }
        return byModule.entrySet().stream()
                .map(group -> new PlaygroundView.Group(group.getKey(), group.getValue()))
                .toList();
    }
}
