package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
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
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.mcp.capability.CallListener;
import dev.tollgate.gateway.mcp.capability.McpCapabilities;
import dev.tollgate.gateway.mcp.capability.ServerProfile;
import dev.tollgate.gateway.mcp.http.AllowedHosts;
import dev.tollgate.gateway.mcp.http.McpOptionsReader;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.mcp.listen.ListenStreams;
import dev.tollgate.gateway.mcp.protocol.McpReply;
import dev.tollgate.gateway.mcp.protocol.McpRequest;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.OwnPipeline;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A reader on one event loop whose credential look-ups, offer and clock a test has in its hands. */
final class OwnReader implements AutoCloseable {

    static final UUID WORKSPACE = new UUID(0, 1);
    static final UUID TENANT = new UUID(0, 2);
    static final UUID MEMBER = new UUID(0, 3);
    private static final String URL = "http://localhost";

    private final Vertx vertx = Vertx.vertx();
    private final ContextInternal loop = ((VertxInternal) vertx).createEventLoopContext();
    private final Lookups lookups = new Lookups();
    private final OwnPipeline pipeline = new OwnPipeline(loop, lookups::next);
    private final McpReader reader = new McpReader(
            pipeline.pipeline(),
            new BodyReader(new LargeBodyParser(vertx, System::nanoTime), BodyMemory.ofHeap()),
            Challenges.none(),
            new McpReader.Shared(
                    new ServerProfile("Speak.", false, false, false, true),
                    new AllowedHosts(URL, List.of()),
                    new McpOptionsReader(Catalogue.of(List.of())),
                    1_000),
            new McpCapabilities(new Speaker(), null, null, null),
            new ProblemResponses(new AnswerWriter(new Problems(URL))));
    private final Consumer<CallListener> speech;
    private final Duration age;
    private volatile LongUnaryOperator arrivedNanos = LongUnaryOperator.identity();
    private final Modern client = new Modern(listen(), "none");

    /**
     * Begins to listen.
     *
     * @param speech what its one tool says before it answers
     * @param age for how long requests have been here already when they come
     */
    OwnReader(Consumer<CallListener> speech, Duration age) {
        this.speech = speech;
        this.age = age;
    }

    /** A client of it. */
    Modern client() {
        return client;
    }

    Lookups lookups() {
        return lookups;
    }

    /** From now on requests come at this time of {@link System#nanoTime}, whenever they come. */
    void arriveAt(long nanos) {
        arrivedNanos = _ -> nanos;
    }

    /** Remembers credentials from now on, until {@link #forget}. */
    void remember() {
        pipeline.lookups().listenStarted();
    }

    /** The credential may have changed. */
    void forget() {
        pipeline.lookups().changed(MEMBER);
    }

    /** Requests that have ended. */
    long ended() {
        return pipeline.ended();
    }

    /** Streams that are open. */
    int open() {
        return reader.streams().open();
    }

    /** Does something on its loop, after what was asked for before. */
    void onLoop(Consumer<ListenStreams> step) {
        loop.runOnContext(_ -> step.accept(reader.streams()));
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private URI listen() {
        var clock = Clock.systemUTC();
        var arrivals = new ArrivalFactory(IdSource.timeOrdered(clock), clock, new ClientAddresses(List.of()));
        Promise<HttpServer> listening = Promise.promise();
        loop.runOnContext(_ -> vertx.createHttpServer()
                .requestHandler(request -> {
                    if (BodyReader.announced(request)) {
                        request.pause();
                    }
                    reader.handle(request, aged(arrivals.arrival(request, Surface.MCP)));
                })
                .listen(0, "127.0.0.1")
                .onComplete(listening));
        return URI.create(URL + ':' + listening.future().await().actualPort());
    }

    /** Somebody who came long ago. */
    private Arrival aged(Arrival now) {
        return new Arrival(
                now.requestId(),
                now.clientRequestId(),
                now.time().minus(age),
                arrivedNanos.applyAsLong(now.startedNanos()) - age.toNanos(),
                now.surface(),
                now.clientAddress(),
                now.userAgent(),
                pipeline.token());
    }

    private final class Speaker implements McpCapabilities.Tools {
        @Override
        public ListPage list(McpRequest request, String cursor) {
            return ListPage.of("\"tools\":[]".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Future<McpReply> call(McpRequest request, CallListener listener) {
            speech.accept(listener);
            return McpReply.result(JsonNodeFactory.instance.objectNode().put("said", "all"))
                    .now();
        }
    }

    /** Looks up the one credential, which may be unknown, unavailable, or told when the test says so. */
    static final class Lookups {
        /** What the next look-up gives. */
        final AtomicReference<Future<Optional<Credential>>> answer = new AtomicReference<>(found());

        final AtomicInteger asked = new AtomicInteger();
        final List<Promise<Optional<Credential>>> held = new CopyOnWriteArrayList<>();
        volatile boolean holds;

        Future<Optional<Credential>> next() {
            asked.incrementAndGet();
            if (holds) {
                held.add(Promise.promise());
                return held.getLast().future();
            }
            return answer.get();
        }

        static Future<Optional<Credential>> found() {
            return Future.succeededFuture(Optional.of(everybody(null)));
        }

        /** The next look-ups give a credential with this rate limit. */
        void limit(int callsPerSecond) {
            answer.set(Future.succeededFuture(Optional.of(everybody(callsPerSecond))));
        }
    }

    private static Credential everybody(@Nullable Integer callsPerSecond) {
        var home = new WorkspaceSnapshot(
                new WorkspaceId(WORKSPACE),
                new TenantId(TENANT),
                "acme",
                "Acme",
                WorkspaceSnapshot.State.ACTIVE,
                Set.of(),
                "team");
        var actor = new Actor(Actor.Kind.MEMBER, "mbr_acme", "acme");
        return new Credential(MEMBER, actor, Surface.MCP, home, Set.of(), callsPerSecond, null, false);
    }
}
