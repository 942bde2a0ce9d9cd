package dev.tollgate.loadtest.load;

import io.vertx.core.buffer.Buffer;

/** Where a body ends that is sent in chunks; what is in them is skipped. */
final class Chunks {

    private static final int HEX = 16;
    private static final int LINE_END = 2;

    private final StringBuilder line = new StringBuilder();
    private long left;
    private boolean last;

    /** Takes what came; true when that was all of it. */
    boolean took(Buffer bytes, int from) {
        int at = from;
        while (at < bytes.length()) {
            if (left > 0) {
                long skipped = Math.min(left, bytes.length() - at);
                left -= skipped;
                at += (int) skipped;
                continue;
            }
            char next = (char) bytes.getByte(at++);
            if (next != '\n') {
                line.append(next);
            } else if (ended(line.toString().strip())) {
                return true;
            }
        }
        return false;
    }

    /** A line between chunks: the size of the next, or, after the last, a trailer or the end. */
    private boolean ended(String text) {
        line.setLength(0);
        if (last) {
            return text.isEmpty();
        }
        long size = Long.parseLong(text.split(";", 2)[0].strip(), HEX);
        last = size == 0;
        left = last ? 0 : size + LINE_END;
        return false;
    }
}
