package dev.tollgate.gateway.console.asset;

import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.gateway.http.ProblemResponses;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.zip.GZIPOutputStream;

/** The files of the console, compressed once. Immutable; shared by all loops. */
public final class ConsoleAssets {

    /** What their paths start with. */
    public static final String PATH = "/console/assets/";

    private static final String HTMX = "META-INF/resources/webjars/htmx.org/";
    private static final String HTMX_POM = "META-INF/maven/org.webjars.npm/htmx.org/pom.properties";
    private static final String KEPT = "public, max-age=31536000, immutable";
    private static final int HASH_BYTES = 8;

    /** One file for browsers; each has its concern, and those after the first use what it defines. */
    private static final List<String> SCRIPTS = List.of("console.js", "keys.js", "live.js", "play.js");

    private record Asset(String contentType, Buffer bytes, Buffer compressed) {}

    private final Map<String, Asset> byPath = new LinkedHashMap<>();
    private final Map<String, String> urls = new LinkedHashMap<>();

    public ConsoleAssets() {
        add("console.css", "text/css; charset=utf-8", own("console.css"));
        add("icon.svg", "image/svg+xml", own("icon.svg"));
        add("console.js", "text/javascript; charset=utf-8", whole(SCRIPTS));
        add("htmx.js", "text/javascript; charset=utf-8", resource(HTMX + version() + "/dist/htmx.min.js"));
    }

    /** The URL of a file by its name. */
    public String url(String name) {
        return Objects.requireNonNull(urls.get(name), name);
    }

    /** Sends a file; false where there is none at the path. */
    public boolean send(HttpServerRequest request) {
        var asset = byPath.get(request.path());
        if (asset == null) {
            return false;
        }
        var response = request.response();
        BrowserHeaders.typed(response);
        response.putHeader(HttpHeaders.CONTENT_TYPE, asset.contentType())
                .putHeader(HttpHeaders.CACHE_CONTROL, KEPT)
                .putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        var accepted = request.getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip");
            ProblemResponses.finish(request, asset.compressed());
        } else {
            ProblemResponses.finish(request, asset.bytes());
        }
        return true;
    }

    private void add(String name, String contentType, byte[] bytes) {
        var path = PATH + Sha256.hex(bytes, HASH_BYTES) + '/' + name;
        byPath.put(path, new Asset(contentType, Buffer.buffer(bytes), Buffer.buffer(compressed(bytes))));
        urls.put(name, path);
    }

    private static byte[] compressed(byte[] bytes) {
        var compressed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }

    private static String version() {
        try {
            var properties = new Properties();
            properties.load(new java.io.ByteArrayInputStream(resource(HTMX_POM)));
            return properties.getProperty("version");
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static byte[] whole(List<String> names) {
        var whole = new ByteArrayOutputStream();
        names.forEach(name -> whole.writeBytes(own(name)));
        return whole.toByteArray();
    }

    private static byte[] own(String name) {
        return resource(ConsoleAssets.class.getPackageName().replace('.', '/') + '/' + name);
    }

    private static byte[] resource(String path) {
        try (var file = ConsoleAssets.class.getClassLoader().getResourceAsStream(path)) {
            if (file == null) {
                throw new IllegalStateException(path + " is not on the class path");
            }
            return file.readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
