package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.mcp.McpCaller;
import dev.tollgate.records.file.FileRoutes;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What downloads send, and what they cost. */
class FileDownloadsTest extends DownloadTests {

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
        var replies = calls.stream()
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .toList();

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
    void a_range_counts_as_a_block_however_short_it_is() {
        var url = files.issued(asset);
        long most = UrlCounts.SERVED_MAX * UrlCounts.blocks(SIZE);

        for (int at = 0; at < most; at++) {
            assertThat(files.get(url, "Range", "bytes=5-5").statusCode()).isEqualTo(206);
        }
        var beyond = files.get(url, "Range", "bytes=5-5");

        assertThat(most).isEqualTo(8);
        assertThat(beyond.statusCode()).isEqualTo(429);
        assertThat(beyond.headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, FileRoutes.DOWNLOAD_LIFE.toSeconds());
    }

    @Test
    void answers_without_bytes_are_counted_and_leave_what_the_url_serves() {
        var url = files.issued(asset);
        var tag = '"' + FileCalls.sha256(bytes) + '"';
        var behind = "bytes=" + SIZE + "-";

        for (int at = 0; at < UrlCounts.ANSWERS_MAX - 2; at++) {
            assertThat(files.fetch("HEAD", url).statusCode()).isEqualTo(200);
        }
        assertThat(files.get(url, "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(files.get(url, "Range", behind).statusCode()).isEqualTo(416);
        var beyond = Stream.of(
                        files.fetch("HEAD", url), files.get(url, "If-None-Match", tag), files.get(url, "Range", behind))
                .map(HttpResponse::statusCode);

        assertThat(beyond).containsOnly(429);
        assertThat(files.get(url).statusCode()).isEqualTo(200);
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
}
