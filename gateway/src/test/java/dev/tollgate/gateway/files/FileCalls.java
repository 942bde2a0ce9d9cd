package dev.tollgate.gateway.files;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.RawConnection;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.UUID;

/** Files of one workspace, sent and fetched as clients do. */
record FileCalls(GatewayFixture gateway, GatewayFixture.Prepared acme, String key) {

    static final int PART = 16 << 20;

    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    static FileCalls of(GatewayFixture gateway) {
        var acme = gateway.tenant("business").module("assets", true);
        return new FileCalls(
                gateway, acme, acme.apiKey("assets:write", "assets:read").getString("secret"));
    }

    /** Bytes that look like nothing. */
    static byte[] bytes(int size) {
        var bytes = new byte[size];
        new Random(7).nextBytes(bytes);
        bytes[0] = 0;
        return bytes;
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A pending asset of this size, without a digest. */
    JsonObject pending(long size) {
        return created(new JsonObject().put("byte_size", size));
    }

    JsonObject created(JsonObject more) {
        var body = new JsonObject()
                .put("file_name", "data.bin")
                .put("mime_type", "application/octet-stream")
                .mergeIn(more);
        return GatewayFixture.patiently(() -> gateway.call("POST", "/v1/assets", key, body))
                .expect(201)
                .data();
    }

    /** An available asset with these bytes. */
    JsonObject available(byte[] bytes) {
        var asset = created(new JsonObject().put("byte_size", bytes.length).put("sha256", sha256(bytes)));
        put(asset, "", bytes).expect(200);
        return complete(asset, new JsonObject()).expect(200).data();
    }

    Reply complete(JsonObject asset, JsonObject body) {
        return GatewayFixture.patiently(
                () -> gateway.call("POST", "/v1/assets/" + asset.getString("id") + "/complete", key, body));
    }

    Reply read(JsonObject asset) {
        return gateway.call("GET", "/v1/assets/" + asset.getString("id"), key, null);
    }

    String status(JsonObject asset) {
        return read(asset).expect(200).data().getString("status");
    }

    static UUID uuid(JsonObject asset) {
        return TypeId.parse("ast", asset.getString("id")).orElseThrow();
    }

    /** Path and query of an upload. */
    static String upload(JsonObject asset) {
        return relative(asset.getJsonObject("upload").getString("url"));
    }

    static String relative(String url) {
        var uri = URI.create(url);
        return uri.getRawPath() + '?' + uri.getRawQuery();
    }

    /** A PUT to the upload of an asset, with the headers that it asks for. */
    Reply put(JsonObject asset, String more, byte[] bytes, String... headers) {
        var request = HttpRequest.newBuilder(gateway.base().resolve(upload(asset) + more))
                .timeout(Duration.ofSeconds(40))
                .setHeader("Content-Type", asset.getString("mime_type"));
        for (int at = 0; at < headers.length; at += 2) {
            request.setHeader(headers[at], headers[at + 1]);
        }
        var response =
                sent(request.PUT(HttpRequest.BodyPublishers.ofByteArray(bytes)).build());
        return new Reply(
                response.statusCode(), response.headers(), new String(response.body(), StandardCharsets.UTF_8));
    }

    Reply part(JsonObject asset, int number, byte[] whole, String... headers) {
        var from = (number - 1) * PART;
        return put(
                asset,
                "&part=" + number,
                Arrays.copyOfRange(whole, from, Math.min(whole.length, from + PART)),
                headers);
    }

    Reply progress(JsonObject asset) {
        return gateway.call("GET", upload(asset).replaceFirst("\\?", "/parts?"), null, null);
    }

    /** A URL of the bytes. */
    Reply url(JsonObject asset) {
        return GatewayFixture.patiently(
                () -> gateway.call("GET", "/v1/assets/" + asset.getString("id") + "/download-url", key, null));
    }

    String issued(JsonObject asset) {
        return relative(url(asset).expect(200).data().getString("url"));
    }

    HttpResponse<byte[]> get(String path, String... headers) {
        return fetch("GET", path, headers);
    }

    HttpResponse<byte[]> fetch(String method, String path, String... headers) {
        var request = HttpRequest.newBuilder(gateway.base().resolve(path))
                .timeout(Duration.ofSeconds(40))
                .method(method, HttpRequest.BodyPublishers.noBody());
        for (int at = 0; at < headers.length; at += 2) {
            request.setHeader(headers[at], headers[at + 1]);
        }
        return sent(request.build());
    }

    private static HttpResponse<byte[]> sent(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new IllegalStateException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /** A PUT of the whole file whose body is still to be sent. */
    @CanIgnoreReturnValue
    RawConnection begun(JsonObject asset) {
        var connection = new RawConnection(gateway.base());
        return connection.send("PUT " + upload(asset) + " HTTP/1.1\nHost: localhost\nContent-Type: "
                + asset.getString("mime_type") + "\nContent-Length: " + asset.getLong("byte_size") + "\n\n");
    }
}
