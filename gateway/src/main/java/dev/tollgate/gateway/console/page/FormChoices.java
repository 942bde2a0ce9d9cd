package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.form.FieldSpec;
import dev.tollgate.gateway.console.form.FormSchema;
import dev.tollgate.gateway.console.place.Place;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Fields of a form with the choices that only the installation knows: scopes of modules that are on, plans. */
final class FormChoices {

    private static final String SCOPES = "scopes";
    private static final String PLAN = "plan";

    private final PageCalls calls;
    private final CompiledFace<?, ?> scopes;
    private final CompiledFace<?, ?> modules;
    private final CompiledFace<?, ?> plans;

    FormChoices(PageCalls calls, Catalogue catalogue) {
        this.calls = calls;
        this.scopes = Objects.requireNonNull(catalogue.face("list_scopes", Plane.CONTROL));
        this.modules = Objects.requireNonNull(catalogue.face("list_modules", Plane.CONTROL));
        this.plans = Objects.requireNonNull(catalogue.face("list_plans", Plane.CONTROL));
    }

    /** The fields of a form. */
    Future<FormSchema> schema(Look<Place.Form> look) {
        var face = look.place().face();
        var schema = FormSchema.of(
                face.rest().schema().document(), face.face().route().parameters());
        if (has(schema, SCOPES)) {
            return scopes(look).map(known -> with(schema, SCOPES, field -> field.choosing(known)));
        }
        return has(schema, PLAN)
                ? plans(look).map(known -> with(schema, PLAN, field -> field.selecting(known)))
                : Future.succeededFuture(schema);
    }

    private static boolean has(FormSchema schema, String name) {
        return schema.fields().stream().anyMatch(field -> field.name().equals(name));
    }

    private static FormSchema with(FormSchema schema, String name, UnaryOperator<FieldSpec> choosing) {
        return new FormSchema(schema.fields().stream()
                .map(field -> field.name().equals(name) ? choosing.apply(field) : field)
                .toList());
    }

    /** The names of all plans; none where they cannot be read. */
    private Future<List<String>> plans(Look<Place.Form> look) {
        return calls.call(look.visit(), plans, List.of(), CallInputs.NONE)
                .map(answer -> content(answer).stream()
                        .map(plan -> plan.path("name").asText())
                        .toList());
    }

    /** The scopes of modules that are on, and of what is always on; none where they cannot be read. */
    private Future<List<String>> scopes(Look<Place.Form> look) {
        var all = calls.call(look.visit(), scopes, List.of(), CallInputs.NONE);
        var workspace = look.rights().workspaceId();
        if (workspace == null) {
            return all.map(answer -> allowed(content(answer), Set.of()));
        }
        return calls.call(look.visit(), modules, List.of(workspace.text()), CallInputs.NONE)
                .compose(on -> all.map(answer -> allowed(content(answer), off(content(on)))));
    }

    private static List<String> allowed(List<JsonNode> scopes, Set<String> off) {
        return scopes.stream()
                .filter(scope -> !off.contains(scope.path("module").asText()))
                .map(scope -> scope.path("scope").asText())
                .toList();
    }

    private static Set<String> off(List<JsonNode> modules) {
        var off = new HashSet<String>();
        for (var module : modules) {
            if (!module.path("enabled").asBoolean()) {
                off.add(module.path("key").asText());
            }
        }
        return off;
    }

    private static List<JsonNode> content(CallAnswer answer) {
        var items = new ArrayList<JsonNode>();
        switch (answer) {
            case CallAnswer.Done done -> done.content().forEach(items::add);
            case CallAnswer.Refused _ -> {}
        }
        return items;
    }
}
