package dev.tollgate.gateway.http;

import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Names of headers that many requests have: one object for all of them, with its hash, in place of one per request. A
 * name counts in the spelling of its RFC or in lower case; any other spelling is a name of its own.
 */
final class KnownNames {

    private static final int LENGTH_MAX = 32;
    private static final List<List<AsciiString>> BY_LENGTH = byLength(List.of(
            "Authorization",
            "User-Agent",
            "Accept-Encoding",
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "X-Request-Id",
            "X-Forwarded-For",
            "X-Forwarded-Proto",
            "Mcp-Session-Id",
            "MCP-Protocol-Version",
            "Traceparent"));

    private KnownNames() {}

    private static List<List<AsciiString>> byLength(List<String> names) {
        List<List<AsciiString>> byLength = new ArrayList<>();
        for (int length = 0; length <= LENGTH_MAX; length++) {
            byLength.add(new ArrayList<>());
        }
        for (var name : names) {
            byLength.get(name.length()).add(AsciiString.cached(name));
            byLength.get(name.length()).add(AsciiString.cached(name.toLowerCase(Locale.ROOT)));
        }
        return byLength;
    }

    /** The name in these bytes; null if it is not known. */
    static @Nullable AsciiString of(byte[] line, int from, int length) {
        if (length > LENGTH_MAX) {
            return null;
        }
        var names = BY_LENGTH.get(length);
        for (int i = 0; i < names.size(); i++) {
            var name = names.get(i);
            if (Arrays.equals(name.array(), 0, length, line, from, from + length)) {
                return name;
            }
        }
        return null;
    }
}
