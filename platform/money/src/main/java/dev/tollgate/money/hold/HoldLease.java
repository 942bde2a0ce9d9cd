package dev.tollgate.money.hold;

import dev.tollgate.contract.caller.TenantId;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one request that were held together with others, before they came. Its size follows demand: it doubles while
 * a lease is used up in {@link #USED_UP_SOON}, and is halved where it lasts longer.
 */
final class HoldLease {

    /** The longest from asking for a hold to its use. Its bucket closes a minute later, with 20 s to spare. */
    static final Duration LIFE = Duration.ofMillis(200);

    /** A lease that lasts less is too small. */
    static final Duration USED_UP_SOON = Duration.ofMillis(50);

    /** Two batches with several such calls within this time begin a lease. */
    static final Duration BUSY_WITHIN = Duration.ofMillis(100);

    /** The most calls of a lease. */
    static final int CALLS_MAX = 256;

    /** Calls of one batch that show callers side by side. One after the other they need no lease. */
    static final int SEVERAL = 2;

    /** A lease takes at most this part of what is left of money, and of the cap. */
    static final int PART_OF_MONEY = 64;

    /** The same of what the tightest limit leaves. */
    static final int PART_OF_LIMIT = 4;

    private final HoldRequest request;

    /** The answer that it was taken with; null for none. */
    private @Nullable HoldReplies replies;

    /** Calls of the answer that are used, and all of them. */
    private int used;

    private int end;
    private int size;
    private long askedNanos;
    private long heldNanos;
    private long busyNanos;
    private boolean busy;

    HoldLease(HoldRequest request, long nowNanos) {
        this.request = request;
        this.askedNanos = nowNanos;
        this.heldNanos = nowNanos;
        this.busyNanos = nowNanos;
    }

    /** The verdict for a call of its request; null if nothing is left. */
    @Nullable HoldDecision take(long nowNanos) {
        return left() > 0 && lives(nowNanos) ? answers().of(used++).verdict(request) : null;
    }

    TenantId tenant() {
        return request.tenant();
    }

    /** Calls that are held and not used. */
    int left() {
        return end - used;
    }

    boolean lives(long nowNanos) {
        return nowNanos - askedNanos < LIFE.toNanos();
    }

    /** Whether nobody has asked for as long as makes callers busy. */
    boolean idle(long nowNanos) {
        return left() == 0 && nowNanos - Math.max(askedNanos, busyNanos) > BUSY_WITHIN.toNanos();
    }

    /** What is left is not used any more. */
    Release giveBack() {
        int unused = left();
        size /= 2;
        end = used;
        return new Release(request.tenant(), answers().first().hold(request), unused * request.costMicros());
    }

    /** How many calls to hold with those of a batch. Nothing is left of those before. */
    int ahead(int calls, long nowNanos) {
        long lasted = nowNanos - heldNanos;
        askedNanos = nowNanos;
        if (size > 0) {
            size = lasted < USED_UP_SOON.toNanos() ? size * 2 : lasted > 2 * USED_UP_SOON.toNanos() ? size / 2 : size;
        } else if (calls >= SEVERAL && busy && nowNanos - busyNanos < BUSY_WITHIN.toNanos()) {
            size = calls;
        }
        if (calls >= SEVERAL) {
            busy = true;
            busyNanos = nowNanos;
        }
        size = (int) Math.min(Math.min(size, CALLS_MAX), affordable());
        return size;
    }

    /** As many as leave the most of what is there: by the last answer. */
    private long affordable() {
        if (replies == null) {
            return 0;
        }
        HoldReply last = answers().of(Math.max(end - 1, 0));
        long money = Math.min(last.left(), last.room()) / PART_OF_MONEY / request.costMicros();
        return Math.max(0, last.rate() == 0 ? money : Math.min(money, last.remaining() / PART_OF_LIMIT));
    }

    /**
     * The answer to a batch.
     *
     * @param calls how many of its calls have callers; the others are ahead
     */
    void held(HoldReplies answer, int calls, long nowNanos) {
        replies = answer;
        used = Math.min(calls, answer.admitted());
        end = answer.admitted();
        heldNanos = nowNanos;
        if (answer.rest() != null || !answer.first().admitted()) {
            size = 0;
        }
    }

    private HoldReplies answers() {
        if (replies == null) {
            throw new IllegalStateException("nothing is held");
        }
        return replies;
    }
}
