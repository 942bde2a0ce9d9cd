package dev.tollgate.money.hold;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the function {@code hold} for the calls of one entry: the first ones are admitted, the others refused.
 *
 * @param first the verdict on the first call
 * @param admitted how many calls were admitted
 * @param rest the verdict on each call that was not; null where the first one says it, or all were admitted
 */
record HoldReplies(
        HoldRequest request,
        HoldReply first,
        int admitted,
        @Nullable HoldReply rest) {

    static HoldReplies readAt(Buffer answers, int at, HoldEntry entry) {
        HoldRequest request = entry.request();
        boolean budgeted = request.budget() != null;
        int count = at + HoldReply.bytes(request);
        int admitted = (int) answers.getDoubleLE(count);
        return new HoldReplies(
                request,
                HoldReply.readAt(answers, at, budgeted),
                admitted,
                admitted > 0 && admitted < entry.calls()
                        ? HoldReply.readAt(answers, count + Double.BYTES, budgeted)
                        : null);
    }

    /** The length of the answer. */
    int bytes() {
        return HoldReply.bytes(request) * (rest == null ? 1 : 2) + Double.BYTES;
    }

    /** The verdict on one of the calls, counted from 0. */
    HoldReply of(int call) {
        return rest != null && call >= admitted ? rest : call < admitted ? first.after(call, request) : first;
    }
}
