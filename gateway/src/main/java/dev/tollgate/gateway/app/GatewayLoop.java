package dev.tollgate.gateway.app;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.http.Arrivals;
import dev.tollgate.gateway.http.FoldGuard;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.CatalogueTools;
import dev.tollgate.gateway.mcp.McpReader;
import dev.tollgate.gateway.mcp.Offer;
import dev.tollgate.gateway.mcp.Subscriptions;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.completion.CatalogueCompletions;
import dev.tollgate.gateway.mcp.prompt.WorkflowPrompts;
import dev.tollgate.gateway.mcp.resource.CatalogueResources;
import dev.tollgate.gateway.pipeline.Pipeline;
import dev.tollgate.gateway.rest.RestReader;
import dev.tollgate.runtime.process.ProcessContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One event loop of the gateway: its own connections, caches, modules and listener. */
final class GatewayLoop {

    private static final int CONNECTION_IDLE_S = 75;
    private static final int HEAD_BYTES_MAX = 16 << 10;
    private static final int TARGET_BYTES_MAX = 8 << 10;

    /** Several listeners that ask for this port share one free port. */
    private static final int SAME_FREE_PORT = -1;

    /** What the native transport says, which knows no exception of its own for it. */
    private static final String IN_USE = "Address already in use";

    private final ProcessContext process;
    private final Shared shared;
    private final ContextInternal context;
    private @Nullable LoopParts parts;
    private @Nullable HttpServer server;
    private @Nullable Subscriptions subscriptions;

    GatewayLoop(ProcessContext process, Shared shared, ContextInternal context) {
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
            return server == null ? Future.succeededFuture() : server.shutdown(most.toMillis(), TimeUnit.MILLISECONDS);
        });
    }

    /** What is known of these has changed: whoever listens, and hangs on them, is looked at again. */
    void changed(List<UUID> ids) {
        listening(everybody -> everybody.changed(ids));
    }

    /** Anything may have changed unheard. */
    void everythingMayHaveChanged() {
        listening(Subscriptions::everybodyAgain);
    }

    private void listening(Consumer<Subscriptions> step) {
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
        return onLoop(() -> {
            var closing = server == null ? Future.<Void>succeededFuture() : server.close();
            return closing.eventually(() -> parts == null ? Future.succeededFuture() : parts.close());
        });
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

    /** The port that is listened on; once started. */
    int port() {
        return server == null ? 0 : server.actualPort();
    }

    private Future<HttpServer> listen(LoopParts made) {
        var answers = new Answers(new Problems(shared.publicUrl()));
        var problems = new ProblemResponses(answers);
        var front = front(made, answers, problems);
        int port = shared.settings().port();
        var listening = process.vertx()
                .createHttpServer(new HttpServerOptions()
                        .setIdleTimeout(CONNECTION_IDLE_S)
                        .setMaxHeaderSize(HEAD_BYTES_MAX)
                        .setMaxInitialLineLength(TARGET_BYTES_MAX)
                        .setHandle100ContinueAutomatically(false)
                        .setHttp2ClearTextEnabled(false)
                        .setPerFrameWebSocketCompressionSupported(false)
                        .setPerMessageWebSocketCompressionSupported(false))
                .connectionHandler(FoldGuard::watch)
                .requestHandler(front::handle)
                .invalidRequestHandler(front::handleInvalid)
                .exceptionHandler(_ -> {});
        server = listening;
        return listening
                .listen(port == 0 ? SAME_FREE_PORT : port, shared.settings().host())
                .recover(failure -> Future.failedFuture(inWords(failure, port)));
    }

    private FrontDoor front(LoopParts made, Answers answers, ProblemResponses problems) {
        var pipeline = made.pipeline();
        var oauth = shared.gates().oauth();
        var resource = oauth == null ? null : oauth.resource();
        var challenges = new Challenges(resource, made.policies());
        var rest = new RestReader(pipeline, made.bodies(), shared.catalogue(), answers, problems, shared.publicUrl());
        var offer = offer(pipeline, challenges, answers);
        var mcp =
                new McpReader(pipeline, made.bodies(), challenges, shared.mcp().reader(), offer, problems);
        subscriptions = mcp.subscriptions();
        return new FrontDoor(
                new Arrivals(process.ids(), process.clock(), shared.gates().addresses()),
                problems,
                new FrontDoor.Readers(rest::handle, mcp::handle, shared.documents(), resource),
                shared.draining()::get);
    }

    private Offer offer(Pipeline pipeline, Challenges challenges, Answers answers) {
        var mcp = shared.mcp();
        return new Offer(
                new CatalogueTools(pipeline, challenges, shared.catalogue(), mcp.tools(), answers),
                new CatalogueResources(pipeline, challenges, mcp.resources(), answers),
                new WorkflowPrompts(mcp.prompts()),
                new CatalogueCompletions(mcp.prompts(), mcp.resources()));
    }

    private static Throwable inWords(Throwable failure, int port) {
        return failure instanceof BindException
                        || String.valueOf(failure.getMessage()).contains(IN_USE)
                ? Failure.Unavailable.before("port " + port + " is taken; tollgate.gateway.port names another", failure)
                : failure;
    }
}
