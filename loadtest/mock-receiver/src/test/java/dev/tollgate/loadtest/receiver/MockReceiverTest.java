package dev.tollgate.loadtest.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MockReceiverTest {

    private static final String EVENT = """
            {"id":"evt_1","type":"task.created","timestamp":"2026-11-25T10:00:00.123Z","workspace_id":"wrk_1",\
            "request_id":null,"data":{"id":"tsk_1","nested":{"id":"no","version":9},"version":3}}""";

    private Vertx vertx;
    private MockReceiver receiver;
    private HttpClient client;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        receiver = MockReceiver.start(vertx).await();
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void stop() {
        client.close();
        receiver.close().await();
        vertx.close().await();
    }

    @Test
    void a_path_answers_as_its_query_says_and_as_it_is_told() throws Exception {
        assertThat(post("/hook").statusCode()).isEqualTo(200);
        assertThat(post("/hook?status=503&header=retry-after:7&body_bytes=70000")
                        .body())
                .hasSize(70_000);
        assertThat(post("/hook?status=503&header=retry-after:7").headers().firstValue("retry-after"))
                .hasValue("7");

        receiver.stub("/hook", StubResponse.status(410));

        assertThat(post("/hook?status=200").statusCode()).isEqualTo(410);
        assertThat(post("/hook?fail_share=1").statusCode()).isEqualTo(410);
        assertThat(post("/other?fail_share=1").statusCode()).isEqualTo(500);
    }

    @Test
    void what_came_is_remembered_in_order_until_it_is_forgotten() throws Exception {
        assertThat(post("/a?status=204").statusCode()).isEqualTo(204);
        assertThat(post("/b").statusCode()).isEqualTo(200);

        var receipts =
                new ObjectMapper().readTree(post("/_control/receipts?from=0").body());
        assertThat(receipts).hasSize(2);
        assertThat(receipts.get(0).path("path").asText()).isEqualTo("/a");
        assertThat(receipts.get(0).path("headers").path("id").asText()).isEqualTo("evt_1");
        assertThat(receipts.get(0).path("made_at_millis").asLong()).isEqualTo(1_795_600_800_123L);
        assertThat(receipts.get(0).path("resource_id").asText()).isEqualTo("tsk_1");
        assertThat(receipts.get(0).path("version").asLong()).isEqualTo(3);
        assertThat(receipts.get(1).path("body_bytes").asInt()).isEqualTo(EVENT.length());
        assertThat(post("/_control/receipts?from=1").body()).contains("/b").doesNotContain("/a");

        assertThat(post("/_control/reset").statusCode()).isEqualTo(200);

        var count = new ObjectMapper().readTree(post("/_control/count").body());
        assertThat(count.path("count").asLong(-1)).isZero();
        assertThat(count.path("dropped").asLong(-1)).isZero();
    }

    @Test
    void memory_is_bounded() {
        var receipts = new ReceiptLog(100);
        var receipt = new Receipt(1, "/", 0, 200, new Receipt.Headers("", "", "", "", ""), 0, "", 0, "", 0);

        for (int i = 0; i < 1_000; i++) {
            receipts.add(receipt);
        }

        assertThat(receipts.count()).isEqualTo(1_000);
        assertThat(receipts.from(0, 1_000).size()).isBetween(90, 100);
        assertThat(receipts.dropped()).isEqualTo(1_000 - receipts.from(0, 1_000).size());
        assertThat(receipts.from(999, 10)).hasSize(1);
        assertThat(receipts.from(1_000, 10)).isEmpty();
    }

    private HttpResponse<String> post(String path) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + receiver.port() + path))
                .header("webhook-id", "evt_1")
                .POST(BodyPublishers.ofString(EVENT));
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
