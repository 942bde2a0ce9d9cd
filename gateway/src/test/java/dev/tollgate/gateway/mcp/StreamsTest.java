package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.http.Arrivals;
import dev.tollgate.gateway.http.Bodies;
import dev.tollgate.gateway.http.ProblemResponses;
import dev.tollgate.gateway.mcp.authorization.Challenges;
import dev.tollgate.gateway.pipeline.Admission;
import dev.tollgate.gateway.pipeline.Arrival;
import dev.tollgate.gateway.pipeline.Ending;
import dev.tollgate.gateway.pipeline.Gate;
import dev.tollgate.gateway.pipeline.OpenGate;
import dev.tollgate.gateway.pipeline.Visit;
import dev.tollgate.runtime.ids.IdSource;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Event streams of the reader, with an offer that says what the test wants. */
class StreamsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String URL = "http://localhost";
    private static final UUID WORKSPACE = new UUID(0, 1);
    private static final UUID TENANT = new UUID(0, 2);
    private static final UUID MEMBER = new UUID(0, 3);
    private static final JsonObject CALL = new JsonObject().put("name", "speak");
    private static final JsonObject TOOLS = new JsonObject().put("notifications", Map.of("toolsListChanged", true));

    private final Vertx vertx = Vertx.vertx();
    private final AtomicReference<Refusal> barred = new AtomicReference<>();
    private final AtomicReference<Context> loop = new AtomicReference<>();
    private final Barrier gate = new Barrier();
    private Duration age = Duration.ZERO;
    private Consumer<Audience> speech = _ -> {};
    private final McpReader reader = new McpReader(
            gate,
            Challenges.none(),
            new McpReader.Shared(
                    new Profile("Speak.", false, false, false, true), new AllowedHosts(URL, List.of()), 1_000),
            new Offer(new Speaker(), null, null, null),
            new ProblemResponses(new Answers(new Problems(URL))));
    private final Modern client = new Modern(listen(), "none");

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void progress_only_ever_grows() throws Exception {
        speech = audience -> {
            for (double done : new double[] {1, 1, 3, 2, 4.5}) {
                audience.progress(done, null, null);
            }
        };
        var params = CALL.copy().put("_meta", Modern.meta().put("progressToken", 1));

        try (var stream = client.stream("tools/call", params)) {
            stream.ended().get(10, TimeUnit.SECONDS);

            assertThat(stream.messages())
                    .filteredOn(message -> message.containsKey("method"))
                    .extracting(message -> message.getJsonObject("params").getDouble("progress"))
                    .containsExactly(1.0, 3.0, 4.5);
        }
    }

    @Test
    void a_client_that_cannot_keep_up_misses_notifications_and_gets_its_answer() throws Exception {
        var large = JsonNodeFactory.instance.objectNode().put("data", "x".repeat(100_000));
        speech = audience -> {
            for (int at = 0; at < 500; at++) {
                audience.notify("notifications/message", large);
            }
        };
        var params = CALL.copy().put("_meta", Modern.meta().put("io.modelcontextprotocol/logLevel", "info"));

        try (var stream = client.stream("tools/call", params)) {
            stream.ended().get(10, TimeUnit.SECONDS);

            assertThat(stream.messages()).hasSizeBetween(2, 50);
            assertThat(stream.messages().getLast().getJsonObject("result").getString("said"))
                    .isEqualTo("all");
        }
    }

    @Test
    void log_messages_reach_only_who_asks_for_them() {
        speech = audience -> audience.notify("notifications/message", JsonNodeFactory.instance.objectNode());

        try (var stream = client.stream("tools/call", CALL)) {
            Eventually.within(SOON, () -> assertThat(stream.lines()).isNotEmpty());
            assertThat(stream.lines())
                    .first()
                    .asString()
                    .startsWith("{\"jsonrpc\"")
                    .contains("\"said\":\"all\"");
        }
    }

    @Test
    void who_cannot_be_recognised_right_now_goes_on_listening_and_is_asked_again() {
        try (var stream = client.stream(Subscriptions.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
            for (var unsaid : List.of(
                    new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false),
                    new Refusal.DeadlineExceeded(false),
                    new Refusal.InternalError(false))) {
                onLoop(_ -> barred.set(unsaid));
                onLoop(Subscriptions::everybodyAgain);
            }
            onLoop(everybody -> everybody.listsChanged(Set.of(ListKind.TOOLS, ListKind.PROMPTS)));
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));

            onLoop(_ -> barred.set(new Refusal.Unauthorized()));
            onLoop(Subscriptions::keepAlive);

            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(3));
            assertThat(stream.lines()).contains(":", "end");
            Eventually.within(
                    SOON, () -> assertThat(reader.subscriptions().open()).isZero());
        }
    }

    @Test
    void it_is_asked_who_listens_where_that_hangs_on_what_changed_and_nowhere_else() {
        try (var stream = client.stream(Subscriptions.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));

            onLoop(everybody -> everybody.changed(List.of(new UUID(7, 7))));
            onLoop(everybody -> everybody.changed(List.of(MEMBER)));
            onLoop(everybody -> everybody.changed(List.of(new UUID(7, 7), WORKSPACE)));
            onLoop(everybody -> everybody.changed(List.of(TENANT)));

            // Once at the beginning, and for the last three.
            onLoop(everybody -> everybody.listsChanged(Set.of(ListKind.TOOLS)));
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));
            assertThat(gate.asked).hasValue(4);
            assertThat(gate.left).hasValue(1);
        }
    }

    @Test
    void an_answer_that_was_overtaken_by_a_newer_one_counts_for_nothing() {
        try (var stream = client.stream(Subscriptions.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
            gate.holds = true;
            onLoop(Subscriptions::everybodyAgain);
            onLoop(Subscriptions::everybodyAgain);
            Eventually.within(SOON, () -> assertThat(gate.held).hasSize(2));

            onLoop(_ -> gate.held.getLast().complete(gate.lastKnown.get()));
            onLoop(_ -> gate.held.getFirst().complete(new Admission.TurnedAway(new Refusal.Unauthorized())));

            onLoop(everybody -> everybody.listsChanged(Set.of(ListKind.TOOLS)));
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));
            assertThat(stream.messages().getLast().getString("method")).isEqualTo(ListKind.TOOLS.notification());
        }
    }

    @Test
    void a_stream_ends_after_an_hour_however_often_it_was_asked_who_listens() throws Exception {
        age = Subscriptions.LIFE_MAX.minusSeconds(1);

        try (var stream = client.stream(Subscriptions.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
            onLoop(Subscriptions::everybodyAgain);

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(stream.messages().getLast().containsKey("result")).isTrue();
        }
    }

    @Test
    void a_stream_does_not_keep_what_its_client_sent() {
        var large = TOOLS.copy().put("pad", new JsonArray(Collections.nCopies(300_000, new JsonObject())));
        long before = usedBytes();
        var streams = new ArrayList<Modern.Stream>();
        for (int at = 0; at < ListenPlaces.CREDENTIAL_MAX; at++) {
            streams.add(client.stream(Subscriptions.METHOD, large));
        }

        Eventually.within(SOON, () -> assertThat(reader.subscriptions().open()).isEqualTo(streams.size()));

        // As trees they are more than 80 MiB.
        Eventually.within(SOON, () -> assertThat(usedBytes() - before).isLessThan(40L << 20));
        streams.forEach(Modern.Stream::close);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private void onLoop(Consumer<Subscriptions> step) {
        loop.get().runOnContext(_ -> step.accept(reader.subscriptions()));
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
        public byte[] list(Visit visit, String cursor) {
            return "\"tools\":[]".getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Future<Reply> call(Asked asked, Audience audience) {
            speech.accept(audience);
            return Reply.result(JsonNodeFactory.instance.objectNode().put("said", "all"))
                    .now();
        }
    }

    /** Lets everybody in until it is told not to, and answers at once or when the test does. */
    private final class Barrier implements Gate {
        private final Gate open = new OpenGate(everybody());
        private final AtomicInteger asked = new AtomicInteger();
        private final AtomicInteger left = new AtomicInteger();
        private final AtomicReference<Admission> lastKnown = new AtomicReference<>();
        private final List<Promise<Admission>> held = new CopyOnWriteArrayList<>();
        private volatile boolean holds;

        @Override
        public Future<Admission> admit(Arrival arrival, WorkspaceId place) {
            return open.admit(arrival, place);
        }

        @Override
        public Future<Admission> again(Visit visit) {
            asked.incrementAndGet();
            var refusal = barred.get();
            if (refusal != null) {
                return Future.succeededFuture(new Admission.TurnedAway(refusal));
            }
            if (holds) {
                lastKnown.set(open.again(visit).result());
                held.add(Promise.promise());
                return held.getLast().future();
            }
            return open.again(visit);
        }

        @Override
        public Refusal enter(Visit visit) {
            return open.enter(visit);
        }

        @Override
        public Refusal broke(Visit visit, Operation<?, ?> operation, Throwable cause) {
            return open.broke(visit, operation, cause);
        }

        @Override
        public void leave(Visit visit, Operation<?, ?> operation, Ending<?> ending) {
            left.incrementAndGet();
            open.leave(visit, operation, ending);
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
