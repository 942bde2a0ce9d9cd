package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.pipeline.Admission;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.Visit;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests to {@code /mcp} and {@code /mcp/{workspace_id}} on one event loop: name and method, credential, the
 * workspace in the path, the caps; only then a message is read.
 */
public final class McpReader {

    /** The path of the endpoint; a workspace id may follow after a slash. */
    public static final String PATH = "/mcp";

    /** What all readers of a process share. */
    public record Shared(Catalogue catalogue, ToolLists lists, SdkMethods sdk, AllowedHosts hosts) {}

    private final Pipeline pipeline;
    private final Shared shared;
    private final ToolResults results;
    private final McpResponses responses;
    private final DiscoveryBuckets discovery = new DiscoveryBuckets();

    public McpReader(Pipeline pipeline, Shared shared, Answers answers, ProblemResponses problems) {
        this.pipeline = pipeline;
        this.shared = shared;
        this.results = new ToolResults(answers);
        this.responses = new McpResponses(problems);
    }

    /** Answers a paused request whose head is sane. */
    public void handle(HttpServerRequest request, Arrival arrival) {
        var refusal = refusal(request);
        if (!shared.hosts().allow(request)) {
            responses.foreign(request, arrival);
        } else if (refusal != null) {
            responses.refuse(request, arrival, refusal);
        } else {
            pipeline.admit(arrival).onComplete(admitted -> {
                switch (admitted.result()) {
                    case Admission.TurnedAway(Refusal turnedAway) -> responses.refuse(request, arrival, turnedAway);
                    case Admission.Admitted(Visit visit) -> guarded(request, visit);
                }
            });
        }
    }

    private static @Nullable Refusal refusal(HttpServerRequest request) {
        var rest = request.path().substring(PATH.length());
        if (!rest.isEmpty() && (rest.length() == 1 || rest.indexOf('/', 1) >= 0)) {
            return new Refusal.RouteNotFound();
        }
        return request.method().equals(HttpMethod.POST) ? null : new Refusal.MethodNotAllowed(Set.of("POST"));
    }

    private void guarded(HttpServerRequest request, Visit visit) {
        try {
            enter(request, visit);
        } catch (RuntimeException broken) {
            end(request, visit, pipeline.broke(visit, null, broken));
        }
    }

    private void enter(HttpServerRequest request, Visit visit) {
        if (!isForPath(visit, request.path())) {
            end(request, visit, new Refusal.Unauthorized());
            return;
        }
        var refusal = pipeline.enter(visit);
        if (refusal != null) {
            end(request, visit, refusal);
        } else {
            new McpCall(pipeline, shared, results, responses, discovery, request, visit).start();
        }
    }

    /** A static token opens its own workspace; the path may name that one and no other. */
    private static boolean isForPath(Visit visit, String path) {
        var workspace = visit.workspace();
        return workspace != null
                && (path.length() == PATH.length()
                        || path.substring(PATH.length() + 1)
                                .equals(workspace.workspace().text()));
    }

    private void end(HttpServerRequest request, Visit visit, Refusal refusal) {
        pipeline.leave(visit, null, Ending.refused(refusal));
        responses.refuse(request, visit, refusal);
    }
}
