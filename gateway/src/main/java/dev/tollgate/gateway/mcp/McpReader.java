package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.pipeline.Admission;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Gate;
import dev.tollgate.gateway.pipeline.Visit;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests to {@code /mcp} and {@code /mcp/{workspace_id}} on one event loop: name, credential and the workspace
 * in the path, path and method, the caps; only then a message is read.
 */
public final class McpReader {

    /** The path of the endpoint; a workspace id may follow after a slash. */
    public static final String PATH = "/mcp";

    /** A workspace that there is never, as no id is made of nothing. */
    private static final WorkspaceId NOWHERE = new WorkspaceId(new UUID(0, 0));

    /** What all readers of a process share. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody; the bytes go out as they are
    public record Shared(
            Profile profile,
            Map<String, byte[]> initializations,
            byte[] discovery,
            AllowedHosts hosts,
            ListenPlaces listening,
            LongAdder abandoned) {

        /**
         * What follows from a profile.
         *
         * @param listenTenantMax streams of one tenant that may be open at once
         */
        public Shared(Profile profile, AllowedHosts hosts, int listenTenantMax) {
            this(
                    profile,
                    Methods.initializations(profile),
                    Methods.discovery(profile),
                    hosts,
                    new ListenPlaces(ListenPlaces.PROCESS_MAX, listenTenantMax),
                    new LongAdder());
        }

        /** Shows how many listen, and how many did not wait. */
        public void show(MeterRegistry registry) {
            var _ = Gauge.builder("tollgate.mcp.listening", listening, ListenPlaces::taken)
                    .description("Clients that listen to changes of lists")
                    .register(registry);
            var _ = FunctionCounter.builder("tollgate.mcp.abandoned", abandoned, LongAdder::sum)
                    .description("MCP requests whose client closed the connection before the answer")
                    .register(registry);
        }
    }

    private final Gate gate;
    private final Challenges challenges;
    private final Shared shared;
    private final McpResponses responses;
    private final McpCall.Parts parts;

    public McpReader(
            Gate gate, Bodies bodies, Challenges challenges, Shared shared, Offer offer, ProblemResponses problems) {
        this.gate = gate;
        this.challenges = challenges;
        this.shared = shared;
        this.responses = new McpResponses(problems);
        this.parts = new McpCall.Parts(
                gate,
                bodies,
                new Methods(gate, offer, shared),
                new Subscriptions(gate, responses, shared),
                responses,
                shared.abandoned());
    }

    /** Who listens to changes on this loop. */
    public Subscriptions subscriptions() {
        return parts.subscriptions();
    }

    /** Answers a paused request whose head is sane. */
    public void handle(HttpServerRequest request, Arrival arrival) {
        if (!shared.hosts().allow(request)) {
            responses.foreign(request, arrival);
            return;
        }
        gate.admit(arrival, place(request.path())).onComplete(admitted -> {
            switch (admitted.result()) {
                case Admission.TurnedAway(Refusal turnedAway) ->
                    challenges
                            .announce(request, turnedAway)
                            .onComplete(_ -> responses.refuse(request, arrival, turnedAway));
                case Admission.Admitted(Visit visit) -> guarded(request, visit);
            }
        });
    }

    /** The workspace a path names; null where it names none. What can be no id looks like one of none. */
    private static @Nullable WorkspaceId place(String path) {
        int from = PATH.length() + 1;
        if (path.length() <= from) {
            return null;
        }
        int to = path.indexOf('/', from);
        return TypeId.parse(TypeId.prefix(WorkspaceId.class), path.substring(from, to < 0 ? path.length() : to))
                .map(WorkspaceId::new)
                .orElse(NOWHERE);
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
            end(request, visit, gate.broke(visit, null, broken));
        }
    }

    private void enter(HttpServerRequest request, Visit visit) {
        var misled = refusal(request);
        var refusal = misled == null ? gate.enter(visit) : misled;
        if (refusal != null) {
            end(request, visit, refusal);
        } else {
            new McpCall(parts, request, visit).start();
        }
    }

    private void end(HttpServerRequest request, Visit visit, Refusal refusal) {
        gate.leave(visit, null, Ending.refused(refusal));
        challenges.announce(request, refusal).onComplete(_ -> responses.refuse(request, visit, refusal));
    }
}
