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
    private @Nullable ListenStreams streams;
    private @Nullable LoopConsole console;

    GatewayLoop(ProcessContext process, SharedState shared, ContextInternal context) {
        this.process = process;
        this.shared = shared;
        this.context = context;
    }

    /** Makes everything on this loop, and listens. */
    Future<Void> begin() {
        return onLoop(() -> {
            var loopParts = new LoopParts(process, shared, context);
            parts = loopParts;
            return loopParts
                    .modules()
                    .compose(_ -> new LoopStart(process, shared, loopParts).ready())
                    .compose(_ -> listen(loopParts))
                    .mapEmpty();
        });
    }

    /** Takes no new connection, lets calls end, and closes what is idle. */
    Future<Void> drain(Duration most) {
        return onLoop(() -> {
            if (streams != null) {
                streams.endAll();
            }
            if (console != null) {
                console.leaveStreams();
            }
            var background =
                    parts == null ? Future.succeededFuture() : parts.jobs().stop();
            return Future.join(begun().compose(_ -> all(listener -> listener.drain(most))), background)
                    .mapEmpty();
        });
    }

    /** When the requests have begun that have arrived and only wait for their turn: they are calls in flight then. */
    private Future<Void> begun() {
        if (parts != null) {
            parts.connections().endRests();
        }
        // Each of them begins in a task that is on the loop by now.
        Promise<Void> begun = Promise.promise();
        context.runOnContext(_ -> begun.complete());
        return begun.future();
    }

    /** Something about these ids has changed: affected listeners and parked jobs are checked again. */
    void changed(List<UUID> ids) {
        listening(everybody -> everybody.changed(ids));
        context.runOnContext(_ -> {
            if (parts != null) {
                parts.jobs().runner().changed(ids);
            }
        });
    }

    /** Claims due jobs, and starts to run them. */
    Future<Void> jobs() {
        return onLoop(() -> parts == null
                ? Future.succeededFuture()
                : parts.jobs().runner().poll().mapEmpty());
    }

    /** Takes or gives up partitions of the events that modules consume. */
    Future<Void> consume() {
        return onLoop(() -> parts == null
                ? Future.succeededFuture()
                : parts.jobs().consumers().turn());
    }

    /** Notifications may have been lost: rechecks everything that depends on them. */
    void everythingMayHaveChanged() {
        listening(ListenStreams::recheckAll);
    }

    private void listening(Consumer<ListenStreams> step) {
        context.runOnContext(_ -> {
            if (streams != null) {
                step.accept(streams);
            }
        });
    }

    /** Counts due jobs for the metrics. */
    Future<Void> backlog() {
        return onLoop(() -> parts == null
                ? Future.succeededFuture()
                : parts.jobs().backlog().count());
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

    /** Checks the settings of Redis. */
    Future<Void> redisSettings() {
        return onLoop(() -> parts == null
                ? Future.succeededFuture()
                : shared.money().redis().run(parts.functions()));
    }

    /** Stops listening and lets go of everything. */
    Future<Void> end() {
        return onLoop(() -> all(Listener::close)
                .eventually(() -> console == null ? Future.succeededFuture() : console.close())
                .eventually(() -> parts == null ? Future.succeededFuture() : parts.close()));
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

    private Future<Void> listen(LoopParts parts) {
        var answers = new AnswerWriter(new Problems(shared.urls()));
        var problems = new ProblemResponses(answers);
        var readers = readers(parts, answers, problems);
        var control = shared.listening().control();
        var apart = control.port().isPresent();
        var gateway = new Listener(
                process.vertx(),
                Listener.Address.gateway(shared.listening().gateway()),
                parts.connections(),
                shared.listening().connections(),
                front(problems, readers, apart ? ListenerPlanes.APP : ListenerPlanes.BOTH));
        return listen(gateway)
                .compose(_ -> apart
                        ? listen(new Listener(
                                process.vertx(),
                                Listener.Address.control(
                                        control.host(), control.port().getAsInt()),
                                parts.connections(),
                                shared.listening().controlConnections(),
                                front(problems, readers, ListenerPlanes.CONTROL)))
                        : Future.succeededFuture());
    }

    private Future<Void> listen(Listener listener) {
        listeners.add(listener);
        return listener.listen();
    }

    private ListenerRouter front(ProblemResponses problems, ListenerRouter.Readers readers, ListenerPlanes planes) {
        var arrivals = new ArrivalFactory(
                process.ids(), process.clock(), shared.gates().addresses());
        return new ListenerRouter(arrivals, problems, readers, planes);
    }

    private ListenerRouter.Readers readers(LoopParts parts, AnswerWriter answers, ProblemResponses problems) {
        var pipeline = parts.pipeline();
        var oauth = shared.gates().oauth();
        var resource = oauth == null ? null : oauth.resource();
        var challenges = new Challenges(resource, parts.policies());
        var ofRest = new RestReader.Shared(
                shared.catalogue(), shared.urls(), shared.listening().tables());
        var rest = new RestReader(pipeline, parts.bodies(), answers, problems, ofRest);
        var tools = new CatalogueTools.Parts(pipeline, parts.bodies().large(), challenges, answers, parts.names());
        var mcp = new McpReader(
                pipeline, parts.bodies(), challenges, shared.mcp().reader(), capabilities(tools), problems);
        streams = mcp.streams();
        var files = parts.fileRequests(problems);
        var pages = new LoopConsole(process, shared, parts, answers, problems);
        console = pages;
        return new ListenerRouter.Readers(
                rest::handle, mcp::handle, files::handle, pages.reader()::handle, shared.documents(), resource);
    }

    private McpCapabilities capabilities(CatalogueTools.Parts parts) {
        var mcp = shared.mcp();
        return new McpCapabilities(
                new CatalogueTools(parts, shared.catalogue(), mcp.tools()),
                new CatalogueResources(parts.pipeline(), parts.challenges(), mcp.resources(), parts.answers()),
                new WorkflowPrompts(mcp.prompts()),
                new CatalogueCompletions(mcp.prompts(), mcp.resources()));
    }
}
