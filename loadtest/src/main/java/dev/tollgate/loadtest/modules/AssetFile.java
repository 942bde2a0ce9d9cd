package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Random;

/**
 * A file at a gateway: uploaded whole or in parts, and downloaded, by signed URLs.
 *
 * @param sha256 of the file, in hexadecimal digits
 */
record AssetFile(AppClient client, Path file, String sha256) {

    private static final String ASSETS = "/v1/assets";
    private static final String TYPE = "application/octet-stream";
    private static final int MIB = 1 << 20;
    private static final long SEED = 20_261_127;
    private static final Duration TRANSFER_MAX = Duration.ofMinutes(30);
    private static final HttpClient HTTP = HttpCall.connections();

    /** A file of random bytes. */
    static AssetFile random(AppClient client, Path path, int mib) throws IOException {
        var random = new Random(SEED);
        byte[] block = new byte[MIB];
        var digest = digest();
        try (var out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
            for (int i = 0; i < mib; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return new AssetFile(client, path, HexFormat.of().formatHex(digest.digest()));
    }

    static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }

    /** Digest of all bytes, in hexadecimal digits. */
    private static String sha256(InputStream bytes) throws IOException {
        var digest = digest();
        var _ = bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Uploads it with one request and completes the upload; returns the asset's id. */
    String uploaded() throws IOException, InterruptedException {
        var asset = created();
        var url = asset.at("/upload/url").asText();
        put().send(URI.create(url), 0, Files.size(file));
        return completed(asset);
    }

    /** The same with a request for each part, one after the other. */
    String uploadedInParts() throws IOException, InterruptedException {
        var asset = created();
        var url = asset.at("/upload/url").asText();
        int size = asset.at("/upload/part_size").asInt();
        require(size > 0, "an upload has parts, but: " + asset);
        long whole = Files.size(file);
        for (int number = 1; (number - 1L) * size < whole; number++) {
            long from = (number - 1L) * size;
            put().send(URI.create(url + "&part=" + number), from, Math.min(size, whole - from));
        }
        return completed(asset);
    }

    /** Downloads an asset and drops its bytes; returns the asset. */
    String downloaded(String asset) throws IOException {
        long received = new FileGet(client.port()).receive(URI.create(url(asset)));
        require(received == Files.size(file), "a download has all bytes, not " + received);
        return asset;
    }

    /** Downloads an asset, which must have the bytes of the file. */
    void compare(String asset) throws IOException, InterruptedException {
        try (var bytes = get(asset).body()) {
            var digest = sha256(bytes);
            require(digest.equals(sha256), "a download has the digest of the upload, not " + digest);
        }
    }

    private JsonNode created() throws IOException {
        var body = JsonTrees.object()
                .put("asset_type", "other")
                .put("name", "Bench")
                .put("file_name", "bench.bin")
                .put("mime_type", TYPE)
                .put("byte_size", Files.size(file))
                .put("sha256", sha256);
        return client.created(ASSETS, body);
    }

    private String completed(JsonNode asset) {
        var id = asset.path("id").asText();
        var reply = client.created(ASSETS + "/" + id + "/complete", JsonTrees.object());
        require(reply.path("status").asText().equals("available"), "an upload is complete, but: " + reply);
        return id;
    }

    private FilePut put() {
        return new FilePut(client.port(), file);
    }

    private String url(String asset) {
        return client.accepted("GET", ASSETS + "/" + asset + "/download-url", null)
                .data()
                .path("url")
                .asText();
    }

    private HttpResponse<InputStream> get(String asset) throws IOException, InterruptedException {
        var response = HTTP.send(request(url(asset)).build(), BodyHandlers.ofInputStream());
        require(response.statusCode() == 200, "a download is answered 200, not " + response.statusCode());
        return response;
    }

    /** To the client's gateway, whatever the host of a signed URL is. */
    private HttpRequest.Builder request(String url) {
        var signed = URI.create(url);
        var here = "http://" + HttpCall.HOST + ":" + client.port() + signed.getRawPath() + "?" + signed.getRawQuery();
        return HttpRequest.newBuilder(URI.create(here)).timeout(TRANSFER_MAX);
    }
}
