package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.mcp.capability.ListKind;
import dev.tollgate.gateway.mcp.listen.ListenLimiter;
import dev.tollgate.gateway.mcp.listen.ListenStreams;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners of MCP lists: limits, intervals of checks, and delivery of changes. */
class ListenersTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final JsonObject TOOLS = new JsonObject().put("notifications", Map.of("toolsListChanged", true));

    private final OwnReader reader = new OwnReader(_ -> {}, Duration.ZERO);
    private final Modern client = reader.client();

    @AfterEach
    void close() {
        reader.close();
    }

    @Test
    void who_cannot_be_recognised_right_now_goes_on_listening_and_is_asked_again() {
        try (var stream = client.stream(ListenStreams.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
            for (var unsaid : List.of(
                    Failure.Unavailable.before("away", new IllegalStateException("test")),
                    new Failure.TimeUp("slow", new IllegalStateException("test"), false),
                    new IllegalStateException("test"))) {
                reader.onLoop(_ -> reader.lookups().answer.set(Future.failedFuture(unsaid)));
                reader.onLoop(ListenStreams::recheckAll);
            }
            reader.onLoop(everybody -> everybody.listsChanged(Set.of(ListKind.TOOLS, ListKind.PROMPTS)));
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));

            reader.onLoop(_ -> reader.lookups().answer.set(Future.succeededFuture(Optional.empty())));
            reader.onLoop(ListenStreams::keepAlive);

            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(3));
            Eventually.within(SOON, () -> assertThat(stream.lines()).contains(":", "end"));
            Eventually.within(SOON, () -> assertThat(reader.open()).isZero());
        }
    }

    @Test
    void it_is_asked_who_listens_where_that_hangs_on_what_changed_and_nowhere_else() {
        try (var stream = client.stream(ListenStreams.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));

            reader.onLoop(everybody -> everybody.changed(List.of(new UUID(7, 7))));
            reader.onLoop(everybody -> everybody.changed(List.of(OwnReader.MEMBER)));
            reader.onLoop(everybody -> everybody.changed(List.of(new UUID(7, 7), OwnReader.WORKSPACE)));
            reader.onLoop(everybody -> everybody.changed(List.of(OwnReader.TENANT)));

            // When it came in, once at the beginning, and for the last three.
            reader.onLoop(everybody -> everybody.listsChanged(Set.of(ListKind.TOOLS)));
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));
            assertThat(reader.lookups().asked).hasValue(5);
            assertThat(reader.ended()).isEqualTo(1);
        }
    }

    @Test
    void an_answer_that_was_overtaken_by_a_newer_one_counts_for_nothing() {
        try (var stream = client.stream(ListenStreams.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
            reader.onLoop(_ -> reader.remember());
            reader.lookups().holds = true;
            for (int at = 0; at < 2; at++) {
                reader.onLoop(_ -> reader.forget());
                reader.onLoop(ListenStreams::recheckAll);
            }
            Eventually.within(SOON, () -> assertThat(reader.lookups().held).hasSize(2));

            reader.onLoop(_ ->
                    OwnReader.Lookups.found().onComplete(reader.lookups().held.getLast()));
            reader.onLoop(_ -> reader.lookups().held.getFirst().complete(Optional.empty()));

            reader.onLoop(everybody -> everybody.listsChanged(Set.of(ListKind.TOOLS)));
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(2));
            assertThat(stream.messages().getLast().getString("method")).isEqualTo(ListKind.TOOLS.notification());
        }
    }

    @Test
    void a_stream_ends_after_an_hour_however_often_it_was_asked_who_listens() throws Exception {
        var lately = ListenStreams.LIFE_MAX.minusSeconds(1);

        try (var aged = new OwnReader(_ -> {}, lately);
                var stream = aged.client().stream(ListenStreams.METHOD, TOOLS)) {
            Eventually.within(SOON, () -> assertThat(stream.messages()).hasSize(1));
            aged.onLoop(ListenStreams::recheckAll);

            stream.ended().get(SOON.toSeconds(), TimeUnit.SECONDS);
            assertThat(stream.messages().getLast().containsKey("result")).isTrue();
        }
    }

    @Test
    void a_stream_does_not_keep_what_its_client_sent() {
        var large = TOOLS.copy().put("pad", new JsonArray(Collections.nCopies(19_000, new JsonObject())));
        long before = usedBytes();
        var streams = new ArrayList<Modern.Stream>();
        for (int at = 0; at < ListenLimiter.CREDENTIAL_MAX; at++) {
            streams.add(client.stream(ListenStreams.METHOD, large));
        }

        Eventually.within(SOON, () -> assertThat(reader.open()).isEqualTo(streams.size()));

        // As trees they are more than 6 MB.
        Eventually.within(SOON, () -> assertThat(usedBytes() - before).isLessThan(3L << 20));
        streams.forEach(Modern.Stream::close);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
