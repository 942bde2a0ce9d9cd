package dev.tollgate.loadtest.fault;

import java.time.Duration;

/** What a {@link FaultProxy} does to its connections. Requests go to the server, replies come from it. */
sealed interface LinkFault {

    LinkFault NONE = new None();

    /** Passes everything on. */
    record None() implements LinkFault {}

    /**
     * Replies wait. What arrives meanwhile leaves together with the next one.
     *
     * @param jitter at most so much longer, at random
     */
    record Delay(Duration latency, Duration jitter) implements LinkFault {}

    /** Nothing passes in either direction, and new connections stay silent; what waited passes when the fault ends. */
    record BlackHole() implements LinkFault {}

    /** All connections are reset, and each new one at once. */
    record Reset() implements LinkFault {}

    /**
     * The client's side is told that the server sends no more, on every connection; what the server sends is dropped.
     */
    record HalfClose() implements LinkFault {}

    /** Every connection is reset after so many more bytes of replies. */
    record CutAfter(long replyBytes) implements LinkFault {}

    /**
     * The next piece that contains a text is not passed on: the action runs, and the connection is reset. Once; a text
     * that is split over two pieces is not found.
     *
     * @param reply whether replies are searched, instead of requests
     * @param text empty for any piece
     */
    record OnText(boolean reply, String text, Runnable action) implements LinkFault {}
}
