package dev.tollgate.webhooks.schedule;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.UUID;

/**
 * The order in which queues start attempts. Queues that the same limits hold back wait in one line, first come, first
 * served, and lines take turns. Where the first queue of a line has no room, those behind it have none either and are
 * not looked at: a tenant with thousands of endpoints costs an attempt of another no more than one with a few.
 *
 * <p>Invariant a newcomer would break: a queue in a line is not empty, and is as slow, and its first body as large, as
 * its line says. What changes one of these takes it out before. Used on one event loop.
 */
final class AttemptTurns {

    /**
     * What decides whether the first queue of a line has room.
     *
     * @param bodyBits bodies up to this power of two, and larger than half of it, so that a large one keeps no small
     *     one waiting
     */
    record Line(UUID tenant, boolean slow, int bodyBits) {

        private static Line of(EndpointQueue queue) {
            int bytes = queue.deliveries.element().body().length();
            return new Line(
                    queue.tenant, queue.slow, Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(0, bytes - 1)));
        }
    }

    private final Map<Line, LinkedHashSet<EndpointQueue>> lines = new LinkedHashMap<>();

    /** Puts a queue that waits in no line to the end of its own. */
    void add(EndpointQueue queue) {
        var line = Line.of(queue);
        queue.line = line;
        lines.computeIfAbsent(line, _ -> new LinkedHashSet<>()).add(queue);
    }

    /** Takes a queue out of the line in which it waits, if any. */
    void remove(EndpointQueue queue) {
        var line = queue.line;
        if (line != null) {
            queue.line = null;
            lines.computeIfPresent(line, (_, queues) -> queues.remove(queue) && queues.isEmpty() ? null : queues);
        }
    }

    /** Number of lines. */
    int lines() {
        return lines.size();
    }

    /** Line whose turn it is. */
    Line firstLine() {
        return lines.keySet().iterator().next();
    }

    /** The queue whose turn it is. */
    EndpointQueue first() {
        return lines.values().iterator().next().getFirst();
    }

    /** The turn of this line is over, if it is still there. */
    void pass(Line line) {
        var queues = lines.remove(line);
        if (queues != null) {
            lines.put(line, queues);
        }
    }
}
