package dev.tollgate.gateway.files;

import io.vertx.core.http.HttpServerRequest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The SHA-256 of {@code Content-Digest} headers (RFC 9530). Other algorithms are ignored. */
final class ContentDigestHeader {

    private static final String NAME = "Content-Digest";
    private static final int CHARS_MAX = 1_024;
    private static final Pattern OF_SHA256 = Pattern.compile("(?i)sha-256(?![a-z0-9_.*-]).*");
    private static final Pattern READABLE = Pattern.compile("sha-256=:([A-Za-z0-9+/]{43}=):\\s*(?:;.*)?");

    private ContentDigestHeader() {}

    /** Whether the headers are too long, or have a SHA-256 that cannot be read: it must not pass unchecked. */
    static boolean isMalformed(HttpServerRequest request) {
        var value = value(request);
        return value.length() > CHARS_MAX
                || members(value).stream()
                        .anyMatch(member -> !READABLE.matcher(member).matches());
    }

    /** The last one, in lower-case hex; null where there is none. */
    static @Nullable String sha256(HttpServerRequest request) {
        String last = null;
        for (var member : members(value(request))) {
            var digest = READABLE.matcher(member);
            last = digest.matches()
                    ? HexFormat.of().formatHex(Base64.getDecoder().decode(digest.group(1)))
                    : last;
        }
        return last;
    }

    private static String value(HttpServerRequest request) {
        return String.join(",", request.headers().getAll(NAME));
    }

    private static List<String> members(String value) {
        return Arrays.stream(value.split(",", -1))
                .map(String::strip)
                .filter(member -> OF_SHA256.matcher(member).matches())
                .toList();
    }
}
