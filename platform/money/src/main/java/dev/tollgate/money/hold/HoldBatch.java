package dev.tollgate.money.hold;

import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The calls that one function call weighs. Equal ones share an entry, so what it costs Redis does not grow with them.
 */
final class HoldBatch {

    /** The most calls of one batch. */
    static final int CALLS_MAX = 2_048;

    /** With many tenants most entries are of one call. */
    private static final int EQUAL_FEW = 2;

    private final Map<HoldRequest, List<PendingHold>> waiting = new LinkedHashMap<>();
    private final List<HoldEntry> entries = new ArrayList<>();
    private int calls;

    /** Whether one more call fits in, whatever it is. */
    boolean hasRoom() {
        return calls < CALLS_MAX && waiting.size() < RedisFunctions.ENTRIES_MAX;
    }

    void add(PendingHold pending) {
        waiting.computeIfAbsent(pending.request(), _ -> new ArrayList<>(EQUAL_FEW))
                .add(pending);
        calls++;
    }

    int calls() {
        return calls;
    }

    /** What Redis is asked, in the order of the answers, with the calls of leases. Once, when all calls are in it. */
    List<HoldEntry> entries(HoldLeases leases, long nowNanos) {
        waiting.forEach((request, equal) ->
                entries.add(new HoldEntry(request, equal.size() + leases.ahead(request, equal.size(), nowNanos))));
        return entries;
    }

    /**
     * Gives each call its own part of the answers, and leases what is theirs. All are read before the first is given. A
     * listener may ask for holds, but of another batch.
     *
     * @throws RuntimeException if the answers have another shape; then no call has got one
     */
    void answer(Buffer answers, HoldLeases leases, BiConsumer<PendingHold, HoldReply> listener) {
        long now = System.nanoTime();
        Iterator<HoldReplies> replies = replies(answers).iterator();
        waiting.values().forEach(equal -> {
            HoldReplies own = replies.next();
            leases.held(own, equal.size(), now);
            for (int call = 0; call < equal.size(); call++) {
                listener.accept(equal.get(call), own.of(call));
            }
        });
    }

    private List<HoldReplies> replies(Buffer answers) {
        List<HoldReplies> all = new ArrayList<>(entries.size());
        int at = 0;
        for (HoldEntry asked : entries) {
            HoldReplies replies = HoldReplies.readAt(answers, at, asked);
            all.add(replies);
            at += replies.bytes();
        }
        if (at != answers.length()) {
            throw new IllegalArgumentException("a reply of " + answers.length() + " bytes instead of " + at);
        }
        return all;
    }

    void forEach(Consumer<PendingHold> step) {
        waiting.values().forEach(equal -> equal.forEach(step));
    }
}
