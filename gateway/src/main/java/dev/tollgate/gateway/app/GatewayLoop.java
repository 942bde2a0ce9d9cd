package dev.tollgate.gateway.app;

import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.McpReader;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.completion.CatalogueCompletions;
import dev.tollgate.gateway.mcp.listen.ListenStreams;
import dev.tollgate.gateway.mcp.prompt.WorkflowPrompts;
import dev.tollgate.gateway.mcp.resource.CatalogueResources;
import dev.tollgate.gateway.mcp.tool.CatalogueTools;
import dev.tollgate.gateway.rest.RestReader;
import dev.tollgate.runtime.process.ProcessContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop of the gateway: its own connections, caches, modules and listeners. */
final class GatewayLoop {

    private final ProcessContext process;
    private final SharedState shared;
    private final ContextInternal context;
    private @Nullable LoopParts parts;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private @Nullable ListenStreams subscriptions;

    GatewayLoop(ProcessContext process, SharedState shared, ContextInternal context) {
        this.process = process;
        this.shared = shared;
        this.context = context;
    }

    /** Makes everything on this loop, and listens. */
    Future<Void> begin() {
        return onLoop(() -> {
            var made = new LoopParts(process, shared, context);
            parts = made;
            return made.modules()
                    .compose(_ -> made.connected())
                    .compose(_ -> made.plansKnown())
                    .compose(_ -> listen(made))
                    .mapEmpty();
        });
    }

    /** Takes no new connection, lets calls end, and closes what is idle. */
    Future<Void> drain(Duration most) {
        return onLoop(() -> {
            if (subscriptions != null) {
                subscriptions.endAll();
            }
            return all(listener -> listener.drain(most));
        });
    }

    /** Something about these ids has changed: affected listeners are checked again. */
    void changed(List<UUID> ids) {
        listening(everybody -> everybody.changed(ids));
    }

    /** Anything may have changed unheard. */
    void everythingMayHaveChanged() {
        listening(ListenStreams::recheckAll);
    }

    private void listening(Consumer<ListenStreams> step) {
        context.runOnContext(_ -> {
            if (subscriptions != null) {
                step.accept(subscriptions);
            }
        });
    }

    /** Keeps the filter of unknown tokens whole. */
    Future<Void> secrets() {
        return onLoop(() -> parts == null
                ? Future.succeededFuture()
                : shared.gates().filter().tick(parts.credentials()));
    }

    /** These have changed: their secrets may be new. */
    void secretsChanged(List<UUID> ids) {
        context.runOnContext(_ -> {
            var source = parts == null ? null : parts.credentials();
            var _ = shared.gates().filter().changed(ids, source);
        });
    }

    /** Whether Redis answers this loop. */
    Future<Void> redis() {
        return onLoop(() -> parts == null
                ? Future.succeededFuture()
                : parts.functions().now().mapEmpty());
    }

    /** Stops listening and lets go of everything. */
    Future<Void> end() {
        return onLoop(
                () -> all(Listener::close).eventually(() -> parts == null ? Future.succeededFuture() : parts.close()));
    }

    private Future<Void> onLoop(Supplier<Future<Void>> step) {
        Promise<Void> done = context.promise();
        context.runOnContext(_ -> {
            try {
                step.get().onComplete(done);
            } catch (RuntimeException broken) {
                done.fail(broken);
            }
        });
        return done.future();
    }

    private Future<Void> all(Function<Listener, Future<Void>> step) {
        return Future.join(listeners.stream().map(step).toList()).mapEmpty();
    }

    /** The port that is listened on; once started. */
    int port() {
        return listeners.isEmpty() ? 0 : listeners.getFirst().port();
    }

    /** The port the control plane is on; once started. */
    int controlPort() {
        return listeners.isEmpty() ? 0 : listeners.getLast().port();
    }

    private Future<Void> listen(LoopParts made) {
        var answers = new AnswerWriter(new Problems(shared.urls()));
        var problems = new ProblemResponses(answers);
        var readers = readers(made, answers, problems);
        var control = shared.listening().control();
        var apart = control.port().isPresent();
        var gateway = Listener.Address.gateway(shared.listening().gateway());
        return listen(made, gateway, front(problems, readers, apart ? ListenerPlanes.APP : ListenerPlanes.BOTH))
                .compose(_ -> apart
                        ? listen(
                                made,
                                Listener.Address.control(
                                        control.host(), control.port().getAsInt()),
                                front(problems, readers, ListenerPlanes.CONTROL))
                        : Future.succeededFuture());
    }

    private Future<Void> listen(LoopParts made, Listener.Address address, ListenerRouter front) {
        var listener = new Listener(process.vertx(), address, made.connections(), front);
        listeners.add(listener);
        return listener.listen();
    }

    private ListenerRouter front(ProblemResponses problems, ListenerRouter.Readers readers, ListenerPlanes planes) {
        var arrivals = new ArrivalFactory(
                process.ids(), process.clock(), shared.gates().addresses());
        return new ListenerRouter(arrivals, problems, readers, planes, shared.draining()::get);
    }

    private ListenerRouter.Readers readers(LoopParts made, AnswerWriter answers, ProblemResponses problems) {
        var pipeline = made.pipeline();
        var oauth = shared.gates().oauth();
        var resource = oauth == null ? null : oauth.resource();
        var challenges = new Challenges(resource, made.policies());
        var rest = new RestReader(pipeline, made.bodies(), shared.catalogue(), answers, problems, shared.urls());
        var tools = new CatalogueTools.Parts(pipeline, made.bodies().large(), challenges, answers);
        var mcp =
                new McpReader(pipeline, made.bodies(), challenges, shared.mcp().reader(), offer(tools), problems);
        subscriptions = mcp.subscriptions();
        return new ListenerRouter.Readers(rest::handle, mcp::handle, shared.documents(), resource);
    }

    private McpCapabilities offer(CatalogueTools.Parts parts) {
        var mcp = shared.mcp();
        return new McpCapabilities(
                new CatalogueTools(parts, shared.catalogue(), mcp.tools()),
                new CatalogueResources(parts.pipeline(), parts.challenges(), mcp.resources(), parts.answers()),
                new WorkflowPrompts(mcp.prompts()),
                new CatalogueCompletions(mcp.prompts(), mcp.resources()));
    }
}
