package dev.tollgate.records.call;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.DecodedCalls;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.ids.UuidOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which calls are read.
 *
 * @param workspaces whether those of the tenant's workspaces are read too, of the chain of a tenant; only entries
 * @param since the least id
 * @param beyond greater than every id
 * @param words of {@link CallWords} that a segment has to have
 * @param request only calls of this request; null for all
 * @param entries only calls that are entries of their chain by their segment
 * @param matching which calls of a segment
 */
public record CallQuery(
        Chain chain,
        boolean workspaces,
        UUID since,
        UUID beyond,
        List<String> words,
        @Nullable RequestId request,
        boolean entries,
        Predicate<UsageRecorded> matching) {

    /**
     * A call's id is made as it ends: usually this close behind the id of its request. Others are late: attempts of a
     * webhook above all.
     */
    private static final Duration CALL_TIME_MAX = Duration.ofMinutes(1);

    private static final Duration CLOCKS_DIFFER_MAX = Duration.ofSeconds(1);

    /** The time of a call differs from the one in its id by less. */
    private static final Duration ID_TIME_MAX = Duration.ofHours(2);

    private static final UUID END = IdSource.least(Long.MAX_VALUE);

    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    public CallQuery {
        words = List.copyOf(words);
    }

    /** All calls of this chain. */
    public static CallQuery of(Chain chain) {
        return new CallQuery(chain, false, IdSource.least(0), END, List.of(), null, false, _ -> true);
    }

    /** The calls of one request. */
    public static CallQuery ofRequest(Chain chain, RequestId request) {
        return new CallQuery(chain, false, IdSource.least(0), END, List.of(), request, false, _ -> true);
    }

    /** Only calls that are near this request in time: all but late ones. */
    CallQuery near(RequestId of) {
        long millis = IdSource.millis(of.value());
        return since(IdSource.least(millis - CLOCKS_DIFFER_MAX.toMillis()))
                .before(IdSource.least(millis + CALL_TIME_MAX.toMillis()));
    }

    /** Whether a call is not found by the time of its request: a late attempt of a webhook is not. */
    static boolean isLate(UsageRecorded event) {
        long millis = IdSource.millis(event.id())
                - IdSource.millis(event.call().requestId().value());
        return millis < -CLOCKS_DIFFER_MAX.toMillis() || millis >= CALL_TIME_MAX.toMillis();
    }

    /** Only calls whose ids were made from this time on; null for any time. */
    public CallQuery from(@Nullable Instant time) {
        return time == null ? this : since(IdSource.least(millis(time)));
    }

    /** Only calls whose ids were made before this time; null for any time. */
    public CallQuery to(@Nullable Instant time) {
        return time == null ? this : before(IdSource.least(millis(time)));
    }

    /** Only calls that ended from one time on and before the other; null for any time. */
    public CallQuery ended(@Nullable Instant from, @Nullable Instant to) {
        var early = from == null ? this : since(IdSource.least(millis(from) - ID_TIME_MAX.toMillis()));
        var near = to == null ? early : early.before(IdSource.least(millis(to) + ID_TIME_MAX.toMillis()));
        return near.where(event -> (from == null || !event.call().time().isBefore(from))
                && (to == null || event.call().time().isBefore(to)));
    }

    /** Only this call and newer ones. */
    CallQuery since(UUID least) {
        var greater = UuidOrder.BY_BYTES.compare(least, since) > 0 ? least : since;
        return new CallQuery(chain, workspaces, greater, beyond, words, request, entries, matching);
    }

    /** Only this call and older ones. */
    CallQuery upTo(UUID greatest) {
        return before(new UUID(greatest.getMostSignificantBits(), greatest.getLeastSignificantBits() + 1));
    }

    private static long millis(Instant time) {
        var bounded = time.isBefore(Instant.EPOCH) ? Instant.EPOCH : time;
        return (bounded.isAfter(LATEST) ? LATEST : bounded).toEpochMilli();
    }

    /** Only older calls than this one; null for all. */
    public CallQuery before(@Nullable UUID id) {
        return id == null || UuidOrder.BY_BYTES.compare(id, beyond) >= 0
                ? this
                : new CallQuery(chain, workspaces, since, id, words, request, entries, matching);
    }

    /** Only calls that match, all of which have this word; null for all calls. */
    public CallQuery having(@Nullable String word, Predicate<UsageRecorded> test) {
        if (word == null) {
            return this;
        }
        List<String> all = new ArrayList<>(words);
        all.add(word);
        return new CallQuery(chain, workspaces, since, beyond, all, request, entries, matching.and(test));
    }

    /** Only calls that match. */
    public CallQuery where(Predicate<UsageRecorded> test) {
        return new CallQuery(chain, workspaces, since, beyond, words, request, entries, matching.and(test));
    }

    /** Only calls that are entries of their chain. */
    public CallQuery entriesOnly() {
        return new CallQuery(chain, workspaces, since, beyond, words, request, true, matching);
    }

    /** The same of a tenant, whose chain it is, with those of its workspaces: for readers on the tenant. */
    public CallQuery entriesOfTenant() {
        return new CallQuery(chain, true, since, beyond, words, request, true, matching);
    }

    /** Whether a call may match, by its id and that of its request. */
    boolean mayHave(DecodedCalls calls, int call) {
        return (request == null || calls.isOf(call, request))
                && calls.compareId(call, since) >= 0
                && calls.compareId(call, beyond) < 0;
    }

    /** Greater than the last id of every segment that may have such a call. */
    UUID lastIdBeyond() {
        return CallSegment.lastIdBeyond(beyond);
    }
}
