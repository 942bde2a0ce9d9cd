package dev.tollgate.gateway.mcp;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.answer.Answers;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.gateway.credential.Standing;
import dev.tollgate.gateway.http.Arrivals;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.LargeBodies;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.pipeline.Admission;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.Gate;
import dev.tollgate.gateway.pipeline.OpenGate;
import dev.tollgate.gateway.pipeline.RequestContext;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** A reader on one event loop whose gate, offer and clock a test has in its hands. */
final class OwnReader implements AutoCloseable {

    static final UUID WORKSPACE = new UUID(0, 1);
    static final UUID TENANT = new UUID(0, 2);
    static final UUID MEMBER = new UUID(0, 3);
    private static final String URL = "http://localhost";

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Context> loop = new AtomicReference<>();
    private final Barrier gate = new Barrier();
    private final McpReader reader = new McpReader(
            gate,
            new Bodies(new LargeBodies(vertx, System::nanoTime)),
            Challenges.none(),
            new McpReader.Shared(
                    new Profile("Speak.", false, false, false, true), new AllowedHosts(URL, List.of()), 1_000),
            new Offer(new Speaker(), null, null, null),
            new ProblemResponses(new Answers(new Problems(URL))));
    private final Consumer<Audience> speech;
    private final Duration age;
    private final Modern client = new Modern(listen(), "none");

    /**
     * Begins to listen.
     *
     * @param speech what its one tool says before it answers
     * @param age for how long requests have been here already when they come
     */
    OwnReader(Consumer<Audience> speech, Duration age) {
        this.speech = speech;
        this.age = age;
    }

    /** A client of it. */
    Modern client() {
        return client;
    }

    Barrier gate() {
        return gate;
    }

    /** Streams that are open. */
    int open() {
        return reader.subscriptions().open();
    }

    /** Does something on its loop, after what was asked for before. */
    void onLoop(Consumer<Subscriptions> step) {
        loop.get().runOnContext(_ -> step.accept(reader.subscriptions()));
    }

    @Override
    public void close() {
        vertx.close().await();
    }

    private URI listen() {
        var clock = Clock.systemUTC();
        var arrivals = new Arrivals(IdSource.timeOrdered(clock), clock, new ClientAddresses(List.of()));
        int port = vertx.createHttpServer()
                .requestHandler(request -> {
                    loop.set(Vertx.currentContext());
                    if (Bodies.announced(request)) {
                        request.pause();
                    }
                    reader.handle(request, aged(arrivals.arrival(request, Surface.MCP)));
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return URI.create(URL + ':' + port);
    }

    /** Somebody who came long ago. */
    private Arrival aged(Arrival now) {
        return new Arrival(
                now.requestId(),
                now.clientRequestId(),
                now.time().minus(age),
                now.startedNanos() - age.toNanos(),
                now.surface(),
                now.clientAddress(),
                now.userAgent(),
                now.token());
    }

    private final class Speaker implements Offer.Tools {
        @Override
        public ListPage list(RequestContext context, String cursor) {
            return ListPage.of("\"tools\":[]".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public Future<Reply> call(Asked asked, Audience audience) {
            speech.accept(audience);
            return Reply.result(JsonNodeFactory.instance.objectNode().put("said", "all"))
                    .now();
        }
    }

    /** Lets everybody in until it is told not to, and answers at once or when the test does. */
    static final class Barrier implements Gate {
        final AtomicReference<Refusal> barred = new AtomicReference<>();
        private final Gate open = new OpenGate(everybody());
        final AtomicInteger asked = new AtomicInteger();
        final AtomicInteger left = new AtomicInteger();
        final AtomicReference<Admission> lastKnown = new AtomicReference<>();
        final List<Promise<Admission>> held = new CopyOnWriteArrayList<>();
        volatile boolean holds;

        @Override
        public Future<Admission> admit(Arrival arrival, WorkspaceId place) {
            return open.admit(arrival, place);
        }

        @Override
        public Future<Admission> again(RequestContext context) {
            asked.incrementAndGet();
            var refusal = barred.get();
            if (refusal != null) {
                return Future.succeededFuture(new Admission.TurnedAway(refusal));
            }
            if (holds) {
                lastKnown.set(open.again(context).result());
                held.add(Promise.promise());
                return held.getLast().future();
            }
            return open.again(context);
        }

        @Override
        public Refusal enter(RequestContext context) {
            return open.enter(context);
        }

        @Override
        public int callsPerSecond(RequestContext context) {
            return open.callsPerSecond(context);
        }

        @Override
        public void spent(RequestContext context, long workNanos) {}

        @Override
        public Refusal broke(RequestContext context, Operation<?, ?> operation, Throwable cause) {
            return open.broke(context, operation, cause);
        }

        @Override
        public void leave(RequestContext context, Operation<?, ?> operation, CallResult<?> result) {
            left.incrementAndGet();
            open.leave(context, operation, result);
        }
    }

    private static Credential everybody() {
        var home = new Standing(
                new WorkspaceId(WORKSPACE),
                new TenantId(TENANT),
                "acme",
                "Acme",
                Standing.State.ACTIVE,
                Set.of(),
                "team");
        var actor = new Actor(Actor.Kind.MEMBER, "mbr_acme", "acme");
        return new Credential(MEMBER, actor, Surface.MCP, home, Set.of(), null, null, false);
    }
}
