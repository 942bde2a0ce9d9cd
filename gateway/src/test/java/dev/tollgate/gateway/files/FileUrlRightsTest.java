package dev.tollgate.gateway.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.mcp.McpCaller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** For whom signed URLs of downloads open, and when they end. */
class FileUrlRightsTest extends DownloadTests {

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
                        .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                        .toList();
        long millis = Duration.ofNanos(System.nanoTime() - started).toMillis();

        assertThat(heads).contains(200, 429);
        // Four times its limit, and a burst of five; on whatever loops the connections are.
        assertThat(heads.stream().filter(status -> status == 200).count()).isLessThanOrEqualTo(5 + 4 * millis / 1_000);
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
}
