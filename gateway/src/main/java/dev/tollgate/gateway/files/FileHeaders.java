package dev.tollgate.gateway.files;

import dev.tollgate.gateway.http.BrowserHeaders;
import dev.tollgate.records.file.StoredFile;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Headers of a file in an answer. Whatever its bytes are, a browser runs nothing of them. */
final class FileHeaders {

    private static final CharSequence POLICY = HttpHeaders.createOptimized("Content-Security-Policy");
    private static final CharSequence SANDBOX = HttpHeaders.createOptimized("default-src 'none'; sandbox");
    private static final CharSequence RESOURCE_POLICY = HttpHeaders.createOptimized("Cross-Origin-Resource-Policy");
    private static final CharSequence SAME_ORIGIN = HttpHeaders.createOptimized("same-origin");
    private static final CharSequence KEPT = HttpHeaders.createOptimized("private, max-age=300");
    private static final CharSequence DISPOSITION = HttpHeaders.createOptimized("Content-Disposition");
    private static final CharSequence BYTES = HttpHeaders.createOptimized("bytes");
    private static final String ATTR_CHARS = "!#$&+-.^_`|~";

    private FileHeaders() {}

    /** The headers of 200, 206 and 304. */
    static void put(HttpServerResponse response, StoredFile file, boolean inline) {
        BrowserHeaders.typed(response);
        response.putHeader(POLICY, SANDBOX)
                .putHeader(RESOURCE_POLICY, SAME_ORIGIN)
                .putHeader(HttpHeaders.CACHE_CONTROL, KEPT)
                .putHeader(HttpHeaders.ACCEPT_RANGES, BYTES)
                .putHeader(HttpHeaders.ETAG, '"' + file.sha256() + '"')
                .putHeader(DISPOSITION, disposition(file.fileName(), inline));
    }

    /** RFC 6266: the name in ASCII for old clients, then exactly (RFC 8187). */
    static String disposition(String fileName, boolean inline) {
        var ascii = fileName.codePoints()
                .map(character ->
                        character < ' ' || character > '~' || "\"\\%;".indexOf(character) >= 0 ? '_' : character)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append);
        return (inline ? "inline" : "attachment") + "; filename=\"" + ascii + "\"; filename*=UTF-8''"
                + encoded(fileName);
    }

    private static String encoded(String name) {
        var text = new StringBuilder();
        for (byte one : name.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (one & 0xff);
            if (character < 0x80 && (Character.isLetterOrDigit(character) || ATTR_CHARS.indexOf(character) >= 0)) {
                text.append(character);
            } else {
                text.append('%').append(String.format(Locale.ROOT, "%02X", (int) character));
            }
        }
        return text.toString();
    }
}
