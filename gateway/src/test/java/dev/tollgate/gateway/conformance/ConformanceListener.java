package dev.tollgate.gateway.conformance;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.WorkspaceSnapshot;
import dev.tollgate.gateway.http.ArrivalFactory;
import dev.tollgate.gateway.http.BodyMemory;
import dev.tollgate.gateway.http.BodyReader;
import dev.tollgate.gateway.http.LargeBodyParser;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.McpReader;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.ListKind;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.capability.ServerProfile;
import dev.tollgate.gateway.mcp.http.AllowedHosts;
import dev.tollgate.gateway.mcp.http.McpOptionsReader;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.OwnPipeline;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The product's MCP reader with the suite's tools, on loopback and one event loop, for any caller. */
final class ConformanceListener implements AutoCloseable {

    private static final String URL = "http://localhost";
    private static final int LISTEN_MAX = 100;

    private final Vertx vertx = Vertx.vertx();
    private final ArrivalFactory arrivals = new ArrivalFactory(
            IdSource.timeOrdered(Clock.systemUTC()), Clock.systemUTC(), new ClientAddresses(List.of()));
    private final ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();
    private final OwnPipeline pipeline = new OwnPipeline(loop, () -> Future.succeededFuture(Optional.of(credential())));
    private final McpReader reader;
    private final HttpServer server;

    ConformanceListener() {
        var prompts = new FixturePrompts();
        var offer =
                new McpCapabilities(new FixtureTools(vertx, this::changed), new FixtureResources(), prompts, prompts);
        var shared = new McpReader.Shared(
                new ServerProfile("Tools for the conformance suite.", true, true, true, true),
                new AllowedHosts(URL, List.of()),
                new McpOptionsReader(Catalogue.of(List.of())),
                LISTEN_MAX);
        var problems = new ProblemResponses(new AnswerWriter(new Problems(URL)));
        var bodies = new BodyReader(new LargeBodyParser(vertx, System::nanoTime), BodyMemory.ofHeap());
        reader = new McpReader(pipeline.pipeline(), bodies, Challenges.none(), shared, offer, problems);
        pipeline.lookups().listenStarted();
        Promise<HttpServer> listening = Promise.promise();
        loop.runOnContext(_ -> vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .onComplete(listening));
        server = listening.future().await();
    }

    /** Where it listens. */
    String url() {
        return "http://127.0.0.1:" + server.actualPort() + McpReader.PATH;
    }

    private void changed(Set<ListKind> kinds) {
        reader.streams().listsChanged(kinds);
    }

    private void handle(HttpServerRequest request) {
        if (BodyReader.announced(request)) {
            request.pause();
        }
        reader.handle(request, known(arrivals.arrival(request, Surface.MCP)));
    }

    /** The suite sends no credential: everybody comes with the one there is. */
    private Arrival known(Arrival arrival) {
        return new Arrival(
                arrival.requestId(),
                arrival.clientRequestId(),
                arrival.time(),
                arrival.startedNanos(),
                arrival.surface(),
                arrival.clientAddress(),
                arrival.userAgent(),
                pipeline.token());
    }

    private static Credential credential() {
        var workspace = new WorkspaceId(new UUID(0, 1));
        var home = new WorkspaceSnapshot(
                workspace,
                new TenantId(new UUID(0, 2)),
                "suite",
                "Suite",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of(),
                "team");
        var actor = new Actor(Actor.Kind.MCP_CLIENT, "mcp_suite", "suite");
        return new Credential(new UUID(0, 3), actor, Surface.MCP, home, Set.of(), null, null, false);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
