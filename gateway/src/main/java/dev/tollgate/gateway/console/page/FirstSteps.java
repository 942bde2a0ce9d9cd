package dev.tollgate.gateway.console.page;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.console.call.CallAnswer;
import dev.tollgate.gateway.console.call.CallInputs;
import dev.tollgate.gateway.console.call.PageCalls;
import dev.tollgate.gateway.console.place.Place;
import dev.tollgate.gateway.console.view.ShownRecord.Part;
import dev.tollgate.gateway.console.view.ShownValue;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** What a workspace still needs before its first call, as far as the person may do it; nothing once it has all. */
final class FirstSteps {

    /**
     * One step.
     *
     * @param action what does it
     * @param list tells whether it was done
     * @param read what it is asked: of credentials one is enough
     * @param path where it is done, below the workspace
     */
    private record Step(
            String words,
            CompiledFace<?, ?> action,
            CompiledFace<?, ?> list,
            CallInputs read,
            Predicate<JsonNode> done,
            String path) {}

    private static final CallInputs ONE =
            CallInputs.query(MultiMap.caseInsensitiveMultiMap().add("limit", "1"));

    private final PageCalls calls;
    private final List<Step> steps;

    FirstSteps(PageCalls calls, Catalogue catalogue) {
        this.calls = calls;
        var modules = face(catalogue, "list_modules");
        this.steps = List.of(
                new Step(
                        "Switch a module on",
                        face(catalogue, "set_module"),
                        modules,
                        CallInputs.NONE,
                        module -> module.path("enabled").asBoolean(),
                        "/modules"),
                new Step(
                        "Create an API key for a server",
                        face(catalogue, "create_api_key"),
                        face(catalogue, "list_api_keys"),
                        ONE,
                        _ -> true,
                        "/api-keys/new"),
                new Step(
                        "Create an MCP client for an agent",
                        face(catalogue, "create_mcp_client"),
                        face(catalogue, "list_mcp_clients"),
                        ONE,
                        _ -> true,
                        "/mcp-clients/new"));
    }

    private static CompiledFace<?, ?> face(Catalogue catalogue, String operation) {
        return Objects.requireNonNull(catalogue.face(operation, Plane.CONTROL), operation);
    }

    /** The part of an overview; none while the workspace refuses them. */
    Future<List<Part>> of(Look<Place.Shown> look) {
        if (!look.rights().isActive()) {
            return Future.succeededFuture(List.of());
        }
        var open = new ArrayList<Future<List<ShownValue.Entry>>>();
        for (var step : steps) {
            if (look.rights().allows(step.action()) && look.rights().allows(step.list())) {
                open.add(open(look, step));
            }
        }
        return Future.all(open).map(found -> {
            var entries = found.<List<ShownValue.Entry>>list().stream()
                    .flatMap(List::stream)
                    .toList();
            return entries.isEmpty() ? List.of() : List.of(new Part("First steps", "", entries));
        });
    }

    private Future<List<ShownValue.Entry>> open(Look<Place.Shown> look, Step step) {
        return calls.call(look.visit(), step.list(), look.parameters(), step.read())
                .map(answer -> switch (answer) {
                    case CallAnswer.Done done when isOpen(done, step) -> List.of(entry(look, step));
                    case CallAnswer.Done _, CallAnswer.Refused _ -> List.of();
                });
    }

    private static boolean isOpen(CallAnswer.Done answer, Step step) {
        for (var one : answer.content()) {
            if (step.done().test(one)) {
                return false;
            }
        }
        return true;
    }

    private static ShownValue.Entry entry(Look<Place.Shown> look, Step step) {
        var url = look.visit().path() + step.path();
        return new ShownValue.Entry(step.path(), "To do", new ShownValue.Code(step.words(), url), null);
    }
}
