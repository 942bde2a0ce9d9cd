package dev.tollgate.gateway.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.gateway.answer.AnswerWriter;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.input.AnswerOptions;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.OwnContexts;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.table.RecordNames;
import dev.tollgate.runtime.json.JsonText;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ToolAnswersTest {

    private static final Operation<?, ?> CONTACTS =
            Catalogue.of(ModuleProvider.all()).tools().get("search_contacts").operation();
    private static final String COMPANY = "cpy_" + "0".repeat(26);
    private static final int NAME_CHARS = 1_000;

    /** Contacts whose names alone are more than a loop shows. */
    private static final int LARGE = ToolAnswers.LOOP_BYTES_MAX / NAME_CHARS + 1;

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_large_answer_is_shown_by_a_worker_and_a_small_one_by_the_loop() throws Exception {
        var workerIsFree = new CountDownLatch(1);
        var large = replay(LARGE);

        var shown = Future.<Shown>future(promise -> vertx.runOnContext(_ -> {
                    var _ = vertx.executeBlocking(() -> workerIsFree.await(30, TimeUnit.SECONDS), false);
                    var answers = answers();
                    promise.complete(new Shown(envelope(answers, replay(1)), envelope(answers, large)));
                }))
                .await(20, TimeUnit.SECONDS);
        boolean smallIsShown = shown.small().isComplete();
        boolean largeIsShown = shown.large().isComplete();
        workerIsFree.countDown();
        var answer = shown.large().await(20, TimeUnit.SECONDS);

        assertThat(smallIsShown).isTrue();
        assertThat(largeIsShown).isFalse();
        assertThat(records(answer))
                .hasSize(LARGE)
                .allSatisfy(record -> assertThat(record)
                        .isEqualTo(records(shown.small().result()).findFirst().orElseThrow()));
        assertThat(records(answer).findFirst().orElseThrow().getJsonObject("company"))
                .isEqualTo(new JsonObject().put("id", COMPANY));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, ToolAnswers.LOOP_BYTES_MAX + 1})
    void an_answer_that_cannot_be_shortened_is_sent_as_it_is(int chars) throws Exception {
        var text = "x".repeat(chars);

        var envelope = Future.<Future<JsonText>>future(promise -> vertx.runOnContext(_ -> {
                    var answers = answers();
                    Future.succeededFuture()
                            .map(_ -> envelope(answers, Buffer.buffer(text)))
                            .onComplete(promise);
                }))
                .compose(shown -> shown)
                .await(20, TimeUnit.SECONDS);

        assertThat(envelope.toBuffer().toString()).contains("\"data\":" + text);
    }

    private record Shown(Future<JsonText> small, Future<JsonText> large) {}

    private ToolAnswers answers() {
        var process = GatewayFixture.shared().process().context();
        var database = Database.open(vertx, process.postgres(), DatabaseRole.APP, 1, process.clock());
        return new ToolAnswers(new AnswerWriter(new Problems("http://localhost")), new RecordNames(database));
    }

    private static Future<JsonText> envelope(ToolAnswers answers, Buffer data) {
        return answers.envelope(
                OwnContexts.on(Surface.MCP),
                CONTACTS,
                new CallResult<>(new Outcome.Replayed<>(new RequestId(new UUID(0, 1)), data), null),
                new AnswerOptions(false, null));
    }

    /** So many contacts of a company, as they are kept for replays. */
    private static Buffer replay(int contacts) {
        var contact = new JsonObject()
                .put("id", "cnt_" + "0".repeat(26))
                .put("company_id", COMPANY)
                .put("name", "x".repeat(NAME_CHARS))
                .put("created_at", "2026-03-01T12:00:00Z");
        return new JsonArray(IntStream.range(0, contacts).mapToObj(_ -> contact).collect(Collectors.toList()))
                .toBuffer();
    }

    private static Stream<JsonObject> records(JsonText envelope) {
        return envelope.toBuffer().toJsonObject().getJsonArray("data").stream().map(JsonObject.class::cast);
    }
}
