package dev.tollgate.gateway.pipeline;

import dev.tollgate.runtime.memory.LruMap;
import java.time.Duration;
import java.util.Map;

/**
 * At most one line per kind in {@link #EVERY}, so that no caller can flood the log. Knows {@value #KINDS_MAX} kinds and
 * forgets the one not seen for the longest time. Confined to its event loop.
 */
final class LogSampler {

    static final Duration EVERY = Duration.ofSeconds(1);
    static final int KINDS_MAX = 256;

    private static final class Kind {
        long loggedNanos;
        long since;
    }

    private final Map<String, Kind> kinds = new LruMap<>(KINDS_MAX);

    /**
     * Counts one more of a kind.
     *
     * @param nowNanos as {@link System#nanoTime()} tells it
     * @return how many there were since the last line, with this one, where a line is due; else 0
     */
    long due(String name, long nowNanos) {
        var kind = kinds.get(name);
        if (kind == null) {
            kind = new Kind();
            kind.loggedNanos = nowNanos - EVERY.toNanos();
            kinds.put(name, kind);
        }
        kind.since++;
        if (nowNanos - kind.loggedNanos < EVERY.toNanos()) {
            return 0;
        }
        var due = kind.since;
        kind.loggedNanos = nowNanos;
        kind.since = 0;
        return due;
    }
}
