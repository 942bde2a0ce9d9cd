package dev.tollgate.gateway.mcp;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.capability.ServerProfile;
import dev.tollgate.gateway.mcp.http.AllowedHosts;
import dev.tollgate.gateway.mcp.http.McpOptions;
import dev.tollgate.gateway.mcp.http.McpOptionsReader;
import dev.tollgate.gateway.mcp.http.McpResponses;
import dev.tollgate.gateway.mcp.listen.ListenLimiter;
import dev.tollgate.gateway.mcp.listen.ListenStreams;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Authenticator.Admitted;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.EntryGate.Entered;
import dev.tollgate.gateway.pipeline.GateOrder;
import dev.tollgate.gateway.pipeline.Gated;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.pipeline.RequestContext;
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

    /** Sentinel (nil UUID) that matches no workspace. */
    private static final WorkspaceId NOWHERE = new WorkspaceId(new UUID(0, 0));

    /** State that all readers of a process share. */
    @SuppressWarnings("ArrayRecordComponent") // never compared; the bytes are sent unchanged
    public record Shared(
            ServerProfile profile,
            Map<String, byte[]> initializations,
            byte[] discovery,
            AllowedHosts hosts,
            McpOptionsReader options,
            ListenLimiter listening,
            LongAdder abandoned) {

        /**
         * Derives the shared state from a profile.
         *
         * @param listenTenantMax streams of one tenant that may be open at once
         */
        public Shared(ServerProfile profile, AllowedHosts hosts, McpOptionsReader options, int listenTenantMax) {
            this(
                    profile,
                    McpMethods.initializations(profile),
                    McpMethods.discovery(profile),
                    hosts,
                    options,
                    new ListenLimiter(ListenLimiter.PROCESS_MAX, listenTenantMax),
                    new LongAdder());
        }

        /** Shows how many listen, and how many did not wait. */
        public void show(MeterRegistry registry) {
            var _ = Gauge.builder("tollgate.mcp.listening", listening, ListenLimiter::taken)
                    .description("Open subscriptions/listen streams")
                    .register(registry);
            var _ = FunctionCounter.builder("tollgate.mcp.abandoned", abandoned, LongAdder::sum)
                    .description("MCP requests whose client closed the connection before the answer")
                    .register(registry);
        }
    }

    private final Pipeline pipeline;
    private final Challenges challenges;
    private final Shared shared;
    private final McpResponses responses;
    private final McpCall.Parts parts;

    public McpReader(
            Pipeline pipeline,
            BodyReader bodies,
            Challenges challenges,
            Shared shared,
            McpCapabilities capabilities,
            ProblemResponses problems) {
        this.pipeline = pipeline;
        this.challenges = challenges;
        this.shared = shared;
        this.responses = new McpResponses(problems);
        this.parts = new McpCall.Parts(
                pipeline,
                bodies,
                new McpMethods(pipeline, capabilities, shared),
                new ListenStreams(pipeline, responses, shared.profile(), shared.listening()),
                responses,
                shared.abandoned());
    }

    /** The streams that listen to changes on this loop. */
    public ListenStreams streams() {
        return parts.streams();
    }

    /** Answers a paused request whose head is sane. */
    public void handle(HttpServerRequest request, Arrival arrival) {
        if (!shared.hosts().allow(request)) {
            responses.foreign(request, arrival);
            return;
        }
        var place = place(request.path());
        var known = pipeline.knownMcp(arrival, place);
        if (known != null) {
            judged(request, arrival, known);
        } else {
            pipeline.admitMcp(arrival, place).onComplete(admitted -> judged(request, arrival, admitted.result()));
        }
    }

    private void judged(HttpServerRequest request, Arrival arrival, Gated<Admitted<GateOrder.Mcp>> admitted) {
        switch (admitted) {
            case Gated.Refused<Admitted<GateOrder.Mcp>>(Refusal refusal) ->
                challenges.announce(request, refusal).onComplete(_ -> responses.refuse(request, arrival, refusal));
            case Admitted<GateOrder.Mcp> caller -> guarded(request, caller);
        }
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

    private void guarded(HttpServerRequest request, Admitted<GateOrder.Mcp> caller) {
        try {
            enter(request, caller);
        } catch (RuntimeException broken) {
            end(request, caller.context(), pipeline.broke(caller.context(), null, broken));
        }
    }

    private void enter(HttpServerRequest request, Admitted<GateOrder.Mcp> caller) {
        var misled = refusal(request);
        if (misled != null) {
            end(request, caller.context(), misled);
            return;
        }
        switch (shared.options().read(request)) {
            case McpOptions.Reading.Refused(Refusal refusal) -> end(request, caller.context(), refusal);
            case McpOptions.Reading.Read(McpOptions options) -> enter(request, caller, options);
        }
    }

    private void enter(HttpServerRequest request, Admitted<GateOrder.Mcp> caller, McpOptions options) {
        switch (pipeline.enter(caller, options.filter())) {
            case Gated.Refused<Entered>(Refusal refusal) -> end(request, caller.context(), refusal);
            case Entered entered -> {
                var wanted = entered.context().credential().tools();
                var form = wanted.discover() ? options.form().discovering() : options.form();
                new McpCall(parts, request, entered, form).start();
            }
        }
    }

    private void end(HttpServerRequest request, RequestContext context, Refusal refusal) {
        pipeline.leave(context, null, CallResult.refused(refusal));
        challenges.announce(request, refusal).onComplete(_ -> responses.refuse(request, context, refusal));
    }
}
