package dev.tollgate.loadtest.receiver;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Response of a path.
 *
 * @param headers whole lines, such as {@code retry-after: 5}
 * @param failShare which share of requests is answered 500 instead
 */
public record StubResponse(
        Kind kind, int status, long delayMs, long bodyBytes, int headBytes, List<String> headers, double failShare) {

    static final int FAILED = 500;
    private static final int OK = 200;

    /** Behaviour on a request. */
    public enum Kind {
        /** An honest answer. */
        ANSWER,
        HANG,
        RESET,
        CUT,
        DRIP,
        DRIP_BODY,
        GARBAGE
    }

    public StubResponse {
        headers = List.copyOf(headers);
    }

    /** An honest answer with this status and no body. */
    public static StubResponse status(int status) {
        return new StubResponse(Kind.ANSWER, status, 0, 0, 0, List.of(), 0);
    }

    /** The response that a query describes; by default an honest 200. */
    static StubResponse of(Map<String, List<String>> query) {
        return new StubResponse(
                Kind.valueOf(first(query, "kind", "answer").toUpperCase(Locale.ROOT)),
                Integer.parseInt(first(query, "status", Integer.toString(OK))),
                Long.parseLong(first(query, "delay_ms", "0")),
                Long.parseLong(first(query, "body_bytes", "0")),
                Integer.parseInt(first(query, "head_bytes", "0")),
                new ArrayList<>(query.getOrDefault("header", List.of())),
                Double.parseDouble(first(query, "fail_share", "0")));
    }

    /** Status line and headers. */
    String head() {
        var head = new StringBuilder("HTTP/1.1 ")
                .append(status)
                .append(" Stub\r\ncontent-length: ")
                .append(bodyBytes);
        headers.forEach(header -> head.append("\r\n").append(header));
        if (headBytes > 0) {
            head.append("\r\nx-filler: ").append("x".repeat(headBytes));
        }
        return head.append("\r\n\r\n").toString();
    }

    static String first(Map<String, List<String>> query, String name, String otherwise) {
        return query.getOrDefault(name, List.of(otherwise)).getFirst();
    }
}
