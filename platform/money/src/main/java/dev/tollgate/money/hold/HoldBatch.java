package dev.tollgate.money.hold;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
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

    /** What Redis is asked, in the order of the answers. */
    List<HoldEntry> entries() {
        List<HoldEntry> entries = new ArrayList<>(waiting.size());
        waiting.forEach((request, equal) -> entries.add(new HoldEntry(request, equal.size())));
        return entries;
    }

    /** Gives each call its own part of the answers. A listener may ask for holds, but of another batch. */
    void answer(Buffer answers, BiConsumer<PendingHold, HoldReply> listener) {
        int at = 0;
        for (Map.Entry<HoldRequest, List<PendingHold>> entry : waiting.entrySet()) {
            List<PendingHold> equal = entry.getValue();
            HoldReplies replies = HoldReplies.readAt(answers, at, new HoldEntry(entry.getKey(), equal.size()));
            for (int call = 0; call < equal.size(); call++) {
                listener.accept(equal.get(call), replies.of(call));
            }
            at += replies.bytes();
        }
    }

    void forEach(Consumer<PendingHold> step) {
        waiting.values().forEach(equal -> equal.forEach(step));
    }
}
