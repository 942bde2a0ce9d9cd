package dev.tollgate.loadtest.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads of each response of a connection its status, its length and when to come back, and skips all else, which costs
 * a client a fraction of decoding it. Responses have a {@code Content-Length}; those with 204 or 304 have no body.
 */
final class ResponseScan {

    private static final int HEAD_MAX = 16_384;
    private static final byte[] NOTHING = {};
    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] RETRY_AFTER = "retry-after:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_DIGITS = 3;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int TO_LOWER = 0x20;

    /** The beginning of a head whose end has not arrived. */
    private byte[] begun = NOTHING;

    private boolean inBody;
    private long bodyLeft;
    private int status;
    private int retryAfterSeconds;

    /**
     * Takes what has arrived, of at most one response; true if it ends the response.
     *
     * @throws IOException if it is no response, or more than one
     */
    boolean take(byte[] arrived, int count) throws IOException {
        if (inBody) {
            return skip(count);
        }
        if (begun.length > 0) {
            var whole = Arrays.copyOf(begun, begun.length + count);
            System.arraycopy(arrived, 0, whole, begun.length, count);
            return head(whole, whole.length);
        }
        return head(arrived, count);
    }

    /** Of the last response whose head has arrived. */
    int status() {
        return status;
    }

    /** When that response said to come back; 0 if it did not. */
    int retryAfterSeconds() {
        return retryAfterSeconds;
    }

    private boolean head(byte[] bytes, int count) throws IOException {
        int end = headEnd(bytes, count);
        if (end < 0) {
            if (count > HEAD_MAX) {
                throw new IOException("the head of a response has more than " + HEAD_MAX + " bytes");
            }
            begun = Arrays.copyOf(bytes, count);
            return false;
        }
        begun = NOTHING;
        status = number(bytes, STATUS_AT, STATUS_AT + STATUS_DIGITS);
        retryAfterSeconds = 0;
        bodyLeft = -1;
        fields(bytes, end);
        if (bodyLeft < 0) {
            if (status != NO_CONTENT && status != NOT_MODIFIED) {
                throw new IOException("a response with status " + status + " has no Content-Length");
            }
            bodyLeft = 0;
        }
        return skip(count - end);
    }

    private boolean skip(int count) throws IOException {
        bodyLeft -= count;
        if (bodyLeft < 0) {
            throw new IOException("more than one response to a call");
        }
        inBody = bodyLeft > 0;
        return !inBody;
    }

    /** The place after the empty line; -1 if there is none yet. */
    private static int headEnd(byte[] bytes, int count) {
        for (int at = STATUS_AT + STATUS_DIGITS; at + 3 < count; at++) {
            if (bytes[at] == '\r' && bytes[at + 2] == '\r' && bytes[at + 1] == '\n' && bytes[at + 3] == '\n') {
                return at + 4;
            }
        }
        return -1;
    }

    private void fields(byte[] bytes, int end) throws IOException {
        for (int at = STATUS_AT + STATUS_DIGITS; at < end; at++) {
            if (bytes[at] != '\n') {
                continue;
            }
            if (begins(bytes, at + 1, end, CONTENT_LENGTH)) {
                bodyLeft = number(bytes, at + 1 + CONTENT_LENGTH.length, end);
            } else if (begins(bytes, at + 1, end, RETRY_AFTER)) {
                retryAfterSeconds = number(bytes, at + 1 + RETRY_AFTER.length, end);
            }
        }
    }

    private static boolean begins(byte[] bytes, int from, int end, byte[] name) {
        if (from + name.length >= end || (bytes[from] | TO_LOWER) != name[0]) {
            return false;
        }
        for (int i = 1; i < name.length; i++) {
            if ((bytes[from + i] | TO_LOWER) != (name[i] | TO_LOWER)) {
                return false;
            }
        }
        return true;
    }

    /** The digits after any spaces. */
    private static int number(byte[] bytes, int from, int end) throws IOException {
        int at = from;
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        int first = at;
        int number = 0;
        while (at < end && bytes[at] >= '0' && bytes[at] <= '9') {
            number = Math.addExact(Math.multiplyExact(number, 10), bytes[at] - '0');
            at++;
        }
        if (at == first) {
            throw new IOException("no number where a response must have one");
        }
        return number;
    }
}
