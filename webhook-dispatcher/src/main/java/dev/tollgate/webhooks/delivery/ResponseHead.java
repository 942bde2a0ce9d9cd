package dev.tollgate.webhooks.delivery;

import io.netty.handler.codec.http.HttpResponse;

/** The stored head of a response: its first bytes, in printable ASCII. */
final class ResponseHead {

    /** Maximum that is stored. */
    static final int BYTES_MAX = 4_096;

    private ResponseHead() {}

    static String text(HttpResponse response) {
        var text = new StringBuilder(256);
        append(text, response.protocolVersion() + " " + response.status());
        for (var header : response.headers()) {
            if (text.length() >= BYTES_MAX) {
                break;
            }
            append(text, header.getKey() + ": " + header.getValue());
        }
        text.setLength(Math.min(text.length(), BYTES_MAX));
        return text.toString();
    }

    private static void append(StringBuilder text, String line) {
        for (int i = 0; i < line.length() && text.length() < BYTES_MAX; i++) {
            char c = line.charAt(i);
            text.append(c >= ' ' && c <= '~' ? c : '?');
        }
        text.append('\n');
    }
}
