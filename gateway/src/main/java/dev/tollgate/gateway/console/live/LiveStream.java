package dev.tollgate.gateway.console.live;

import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.console.call.Visit;
import dev.tollgate.gateway.console.page.LiveTopic;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * One open page that is told what changes. What a slow browser has not read yet is kept as a set of topics, so it stays
 * small. Confined to its event loop.
 */
final class LiveStream {

    /** A comment: proxies see that the stream lives, browsers pass over it. */
    private static final Buffer ALIVE = Buffer.buffer(":\n\n");

    /** For how long a browser waits before it opens a lost stream again. */
    private static final Buffer RETRY = Buffer.buffer("retry: 5000\n\n");

    /** From now on every change is told; what changed before is for the page to read. */
    private static final Buffer READY = Buffer.buffer("event: ready\ndata: ready\n\n");

    /** A browser that is told so does not come back. */
    private static final Buffer END = Buffer.buffer("event: end\ndata: end\n\n");

    private final Visit visit;
    private final RouteTrie.Match.Found<?> target;
    private final LiveLimiter.Holder holder;
    private final Map<LiveTopic, String> known = new EnumMap<>(LiveTopic.class);
    private final Set<LiveTopic> owed = EnumSet.noneOf(LiveTopic.class);
    private long version;
    private boolean begun;
    private boolean ready;
    private boolean ended;

    LiveStream(Visit visit, RouteTrie.Match.Found<?> target, LiveLimiter.Holder holder) {
        this.visit = visit;
        this.target = target;
        this.holder = holder;
    }

    Visit visit() {
        return visit;
    }

    /** The place that the page is about. */
    RouteTrie.Match.Found<?> target() {
        return target;
    }

    LiveLimiter.Holder holder() {
        return holder;
    }

    boolean isOpen() {
        return !ended;
    }

    /** Whether it was not told something that it should know. */
    boolean isOwed() {
        return !ended && (ready != begun || !owed.isEmpty());
    }

    /** Whether it has been open for this long. */
    boolean isOlder(Duration age) {
        return System.nanoTime() - visit.arrival().startedNanos() > age.toNanos();
    }

    /** Begins, and runs what is given when its client is gone. */
    void begin(Runnable whenGone) {
        var response = visit.request().response();
        response.closeHandler(_ -> whenGone.run());
        write(RETRY);
        if (response.closed()) {
            whenGone.run();
        }
    }

    /** Takes the marks of now; changes are told from the first ones on. */
    void seen(Map<LiveTopic, String> marks) {
        marks.forEach((topic, mark) -> {
            if (!mark.equals(known.put(topic, mark)) && begun) {
                owed.add(topic);
            }
        });
        begun = true;
    }

    /** Writes what is owed of these topics, as far as the browser reads; the others are forgotten. */
    void tell(Set<LiveTopic> allowed) {
        if (ready != begun && !ended) {
            ready = true;
            write(READY);
        }
        owed.retainAll(allowed);
        while (!ended && !owed.isEmpty() && !visit.request().response().writeQueueFull()) {
            var topic = owed.iterator().next();
            owed.remove(topic);
            write(hint(topic));
        }
    }

    private Buffer hint(LiveTopic topic) {
        version++;
        return Buffer.buffer("event: hint\nid: " + version + "\ndata: {\"topic\":\"" + topic.text() + "\",\"version\":"
                + version + "}\n\n");
    }

    void keepAlive() {
        if (!ended && !visit.request().response().writeQueueFull()) {
            write(ALIVE);
        }
    }

    /** Closes it; the browser opens it again, perhaps at another gateway. */
    void close() {
        finish(Buffer.buffer());
    }

    /** Ends it for good: there is no session any more. */
    void end() {
        finish(END);
    }

    /** Its client is gone. */
    void gone() {
        ended = true;
    }

    private void finish(Buffer last) {
        if (!ended) {
            ended = true;
            visit.request().response().end(last).onFailure(_ -> {});
        }
    }

    private void write(Buffer bytes) {
        visit.request().response().write(bytes).onFailure(_ -> {});
    }
}
