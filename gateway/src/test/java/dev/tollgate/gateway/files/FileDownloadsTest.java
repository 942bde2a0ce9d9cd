package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Downloads by signed URLs: what they send, to whom, and what they cost. */
class FileDownloadsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final int SIZE = 200_000;

    private final GatewayFixture gateway = GatewayFixture.shared();
    private final byte[] bytes = FileCalls.bytes(SIZE);
    private FileCalls files;
    private JsonObject asset;

    @BeforeEach
    void prepare() {
        files = FileCalls.of(gateway);
        asset = files.available(bytes);
    }

    @Test
    void a_download_runs_nothing_in_a_browser() {
        var headers = files.get(files.issued(asset)).headers();

        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Content-Security-Policy")).contains("default-src 'none'; sandbox");
        assertThat(headers.firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        assertThat(headers.firstValue("Cache-Control")).contains("private, max-age=300");
        assertThat(headers.firstValue("Content-Type")).contains("application/octet-stream");
        assertThat(headers.firstValue("Content-Disposition"))
                .contains("attachment; filename=\"data.bin\"; filename*=UTF-8''data.bin");
        assertThat(headers.firstValue("ETag")).contains('"' + FileCalls.sha256(bytes) + '"');
        assertThat(headers.firstValue("Accept-Ranges")).contains("bytes");
    }

    @Test
    void ranges_are_parts_of_the_file() {
        var url = files.issued(asset);

        assertPart(files.get(url, "Range", "bytes=0-9"), 0, 10);
        assertPart(files.get(url, "Range", "bytes=199990-"), 199_990, SIZE);
        assertPart(files.get(url, "Range", "bytes=199990-999999999999999999999"), 199_990, SIZE);
        assertPart(files.get(url, "Range", "bytes=-7"), SIZE - 7, SIZE);
        assertThat(files.get(url, "Range", "bytes=0-1,5-6").statusCode()).isEqualTo(200);
    }

    private void assertPart(HttpResponse<byte[]> reply, int from, int to) {
        assertThat(reply.statusCode()).isEqualTo(206);
        assertThat(reply.body()).isEqualTo(Arrays.copyOfRange(bytes, from, to));
        assertThat(reply.headers().firstValue("Content-Range")).contains("bytes " + from + '-' + (to - 1) + '/' + SIZE);
    }

    @Test
    void a_range_behind_the_end_is_416() {
        var reply = files.get(files.issued(asset), "Range", "bytes=" + SIZE + "-");

        assertThat(reply.statusCode()).isEqualTo(416);
        assertThat(new String(reply.body(), StandardCharsets.UTF_8)).contains("range_not_satisfiable");
        assertThat(reply.headers().firstValue("Content-Range")).contains("bytes */" + SIZE);
    }

    @Test
    void conditions_compare_the_digest() {
        var url = files.issued(asset);
        var tag = '"' + FileCalls.sha256(bytes) + '"';

        assertThat(files.get(url, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(files.fetch("HEAD", url, "If-None-Match", "\"other\"").statusCode())
                .isEqualTo(200);
        assertThat(files.get(url, "Range", "bytes=0-1", "If-Range", tag).statusCode())
                .isEqualTo(206);
        assertThat(files.get(url, "Range", "bytes=0-1", "If-Range", "\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void head_tells_the_size_and_sends_nothing() {
        var reply = files.fetch("HEAD", files.issued(asset));

        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(reply.headers().firstValue("Content-Length")).contains(String.valueOf(SIZE));
        assertThat(reply.body()).isEmpty();
    }

    @Test
    void a_url_allows_what_it_says_and_nothing_else() {
        var url = files.issued(asset);
        var other = files.available(FileCalls.bytes(10));

        assertThat(files.get(url.replace(asset.getString("id"), other.getString("id")))
                        .statusCode())
                .isEqualTo(401);
        assertThat(files.get(url.replace("o=get", "o=inline")).statusCode()).isEqualTo(401);
        assertThat(files.get(url.replaceFirst("e=\\d", "e=9")).statusCode()).isEqualTo(401);
        assertThat(files.get(url + "&o=put").statusCode()).isEqualTo(401);
        assertThat(files.fetch("PUT", url).statusCode()).isEqualTo(401);
        assertThat(files.get("/files/" + asset.getString("id")).statusCode()).isEqualTo(401);
        assertThat(files.fetch("DELETE", url).statusCode()).isEqualTo(405);
        assertThat(files.get(url).statusCode()).isEqualTo(200);
    }

    @Test
    void a_url_ends_with_the_rights_of_its_credential() {
        var key = files.acme().apiKey("assets:read");
        var mine = new FileCalls(gateway, files.acme(), key.getString("secret"));
        var url = mine.issued(asset);
        assertThat(files.get(url).statusCode()).isEqualTo(200);

        gateway.operator("POST", files.acme().control("/api-keys/" + key.getString("id") + "/revoke"), null)
                .expect(200);

        Eventually.within(SOON, () -> assertThat(files.get(url).statusCode()).isEqualTo(401));
    }

    @Test
    void a_url_opens_from_the_addresses_of_its_credential_only() {
        var key = files.acme().apiKey("assets:read");
        var url = new FileCalls(gateway, files.acme(), key.getString("secret")).issued(asset);
        assertThat(files.get(url).statusCode()).isEqualTo(200);

        gateway.operator(
                        "PATCH",
                        files.acme().control("/api-keys/" + key.getString("id")),
                        new JsonObject().put("allowed_ips", new JsonArray().add("203.0.113.0/24")))
                .expect(200);

        assertThat(files.get(url).statusCode()).isEqualTo(401);
    }

    @Test
    void a_url_of_an_agent_ends_with_its_way_to_prove_who_it_is() {
        var client = files.acme().mcpClient("assets:read");
        var agent = new McpCaller(gateway, client.getString("secret"));
        var url = FileCalls.relative(
                data(agent.tool("get_asset_download_url", new JsonObject().put("id", asset.getString("id"))))
                        .getString("url"));
        var ofKey = files.issued(asset);
        assertThat(files.get(url).statusCode()).isEqualTo(200);

        gateway.operator("PUT", files.acme().control("/mcp-policy"), new JsonObject().put("mode", "oauth_only"))
                .expect(200);

        assertThat(files.get(url).statusCode()).isEqualTo(401);
        assertThat(files.get(ofKey).statusCode()).isEqualTo(200);
    }

    @Test
    void requests_of_a_credential_are_limited_by_its_rate() {
        var key = files.acme().apiKey("assets:read");
        gateway.operator(
                        "PATCH",
                        files.acme().control("/api-keys/" + key.getString("id")),
                        new JsonObject().put("rate_limit", 1))
                .expect(200);
        var url = new FileCalls(gateway, files.acme(), key.getString("secret")).issued(asset);

        var started = System.nanoTime();
        var heads =
                IntStream.range(0, 60).mapToObj(_ -> CompletableFuture.supplyAsync(() -> head(url))).toList().stream()
                        .map(CompletableFuture::join)
                        .toList();
        long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();

        assertThat(heads).contains(200, 429);
        // Four times its limit, and a burst of five; on whatever loops the connections are.
        assertThat(heads.stream().filter(status -> status == 200).count()).isLessThanOrEqualTo(5 + 4 * millis / 1_000);
    }

    /** On a connection of its own. */
    private int head(String url) {
        try (var connection = new RawConnection(gateway.base())) {
            connection.send("HEAD " + url + " HTTP/1.1\nHost: localhost\nConnection: close\n\n");
            return Integer.parseInt(connection.line().split(" ")[1]);
        }
    }

    @Test
    void a_url_ends_with_the_module_and_the_availability_of_its_file() {
        var url = files.issued(asset);
        gateway.call("POST", "/v1/assets/" + asset.getString("id") + "/archive", files.key(), null)
                .expect(200);
        assertThat(files.get(url).statusCode()).isEqualTo(401);
        assertThat(files.url(asset).status()).isEqualTo(409);
        gateway.call(
                        "PATCH",
                        "/v1/assets/" + asset.getString("id"),
                        files.key(),
                        new JsonObject().put("status", "available"))
                .expect(200);
        assertThat(files.get(url).statusCode()).isEqualTo(200);

        files.acme().module("assets", false);

        Eventually.within(SOON, () -> assertThat(files.get(url).statusCode()).isEqualTo(401));
    }

    @Test
    void the_whole_size_is_charged_when_a_url_is_issued_and_a_read_for_the_same_again() {
        var first = files.url(asset).expect(200);
        var again = files.url(asset).expect(200);
        var other = new FileCalls(
                gateway, files.acme(), files.acme().apiKey("assets:read").getString("secret"));

        // 200,000 bytes at 90,000 micros a GB are 18.
        assertThat(first.charge()).isEqualTo(18);
        assertThat(again.charge()).isEqualTo(20);
        assertThat(again.data()).isEqualTo(first.data());
        assertThat(other.url(asset).expect(200).charge()).isEqualTo(18);
    }

    @Test
    void calls_at_one_time_for_one_url_pay_its_size_once() {
        var calls = IntStream.range(0, 8)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> files.url(asset)))
                .toList();
        var replies = calls.stream().map(CompletableFuture::join).toList();

        assertThat(replies.stream()
                        .filter(reply -> reply.status() == 200)
                        .map(Reply::charge)
                        .filter(charge -> charge == 18))
                .hasSize(1);
        assertThat(replies).allMatch(reply -> reply.status() == 200 || reply.status() == 503);
        assertThat(files.url(asset).expect(200).charge()).isEqualTo(20);
    }

    @Test
    void a_url_serves_its_file_twice_at_most() {
        var url = files.issued(asset);
        var _ = files.get(url);
        var _ = files.get(url, "Range", "bytes=0-99999");
        var _ = files.get(url, "Range", "bytes=100000-");

        assertThat(files.get(url).statusCode()).isEqualTo(429);
        assertThat(files.get(url, "Range", "bytes=0-0").statusCode()).isEqualTo(429);
        assertThat(files.fetch("HEAD", url).statusCode()).isEqualTo(200);
    }

    @Test
    void what_is_not_there_costs_nothing() {
        var pending = files.pending(SIZE);

        assertThat(files.url(pending).expect(409).charge()).isLessThanOrEqualTo(0);
        assertThat(files.url(new JsonObject().put("id", "ast_01jg000000e008000000000001"))
                        .expect(404)
                        .charge())
                .isLessThanOrEqualTo(0);
    }

    @Test
    void an_agent_stores_and_reads_text_within_calls() {
        var client = files.acme().mcpClient("assets:read", "assets:write");
        var agent = new McpCaller(gateway, client.getString("secret"));

        var made = data(agent.tool(
                "create_asset",
                new JsonObject()
                        .put("file_name", "notes.txt")
                        .put("mime_type", "text/plain")
                        .put("content", "Ada prefers calls.")));
        var read = data(agent.tool(
                "get_asset", new JsonObject().put("id", made.getString("id")).put("text", true)));

        assertThat(made.getString("status")).isEqualTo("available");
        assertThat(read.getString("text")).isEqualTo("Ada prefers calls.");
    }

    private static JsonObject data(JsonObject result) {
        return result.getJsonObject("structuredContent").getJsonObject("data");
    }
}
