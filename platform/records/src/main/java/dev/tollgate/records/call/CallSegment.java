package dev.tollgate.records.call;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.digest.Sha256;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.CallColumns;
import dev.tollgate.money.usage.DecodedCalls;
import dev.tollgate.records.audit.chain.AuditDigest;
import dev.tollgate.records.audit.chain.Chain;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.ids.UuidOrder;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Calls of one chain and month and of one minute, by their ids, with what they sum to.
 *
 * @param firstRequest with {@code lastRequest} the bounds of the requests of its calls, but for late ones
 * @param entries how many of them are entries of the chain by this segment
 * @param words what one of its calls may be looked for by: see {@link CallWords}
 * @param origins as stored; null if they were forgotten
 */
public record CallSegment(
        Chain chain,
        UUID firstId,
        UUID lastId,
        TenantId tenant,
        @Nullable WorkspaceId workspace,
        UUID firstRequest,
        UUID lastRequest,
        Period period,
        int calls,
        long quantity,
        long micros,
        int entries,
        List<String> words,
        Buffer body,
        @Nullable Buffer origins,
        Buffer originsDigest) {

    /** The longest time between the first and the last id. */
    static final Duration SPAN_MAX = Duration.ofMinutes(1);

    /**
     * Calls of a segment that is stored: more are several segments. One is decoded at once, on an event loop. Versions
     * before stored up to {@link CallColumns#CALLS_MAX}.
     */
    static final int CALLS_MAX = 2_048;

    private record Key(Chain chain, Period period, long minute) {}

    public CallSegment {
        words = List.copyOf(words);
    }

    /**
     * Groups calls into segments.
     *
     * @param chained whether calls without an audit row are entries of their chain
     * @param callsMax calls of a segment
     */
    static List<CallSegment> of(List<BookedCall> calls, boolean chained, int callsMax) {
        Map<Key, List<UsageRecorded>> groups = new LinkedHashMap<>();
        for (var call : calls) {
            var event = call.event();
            var minute = IdSource.millis(event.id()) / SPAN_MAX.toMillis();
            groups.computeIfAbsent(new Key(Chain.of(event.call()), call.period(), minute), _ -> new ArrayList<>())
                    .add(event);
        }
        List<CallSegment> segments = new ArrayList<>();
        groups.forEach((key, events) -> {
            events.sort(Comparator.comparing(UsageRecorded::id, UuidOrder.BY_BYTES));
            for (int from = 0; from < events.size(); from += callsMax) {
                int to = Math.min(events.size(), from + callsMax);
                segments.add(segment(key, events.subList(from, to), chained));
            }
        });
        return segments;
    }

    /** Greater than the last id of every segment that begins with this id or before it. */
    static UUID lastIdBeyond(UUID id) {
        return IdSource.least(IdSource.millis(id) + SPAN_MAX.toMillis() + 1);
    }

    private static CallSegment segment(Key key, List<UsageRecorded> events, boolean chained) {
        var parts = CallColumns.parts(events);
        var origins = SegmentBody.packed(parts.origins());
        var sums = new Sums();
        events.forEach(event -> sums.add(event, chained && !event.audited()));
        var facts = events.getFirst().call();
        return new CallSegment(
                key.chain(),
                events.getFirst().id(),
                events.getLast().id(),
                Objects.requireNonNull(facts.tenant(), "a metered call has a tenant"),
                facts.workspace(),
                Objects.requireNonNull(sums.firstRequest),
                Objects.requireNonNull(sums.lastRequest),
                key.period(),
                events.size(),
                sums.quantity,
                sums.micros,
                sums.entries,
                List.copyOf(sums.words),
                SegmentBody.packed(parts.calls()),
                origins,
                Buffer.buffer(Sha256.of(origins.getBytes())));
    }

    /** What is known of calls without opening them. */
    private static final class Sums {
        private final TreeSet<String> words = new TreeSet<>();
        private @Nullable UsageRecorded before;
        private @Nullable UUID firstRequest;
        private @Nullable UUID lastRequest;
        private long quantity;
        private long micros;
        private int entries;

        void add(UsageRecorded event, boolean entry) {
            // A late call is found by its name, and would widen the bounds to those of everybody's requests.
            var request = CallQuery.isLate(event)
                    ? event.id()
                    : event.call().requestId().value();
            if (firstRequest == null || UuidOrder.BY_BYTES.compare(request, firstRequest) < 0) {
                firstRequest = request;
            }
            if (lastRequest == null || UuidOrder.BY_BYTES.compare(request, lastRequest) > 0) {
                lastRequest = request;
            }
            if (before == null || !CallWords.alike(before, event)) {
                words.addAll(CallWords.of(event));
            }
            before = event;
            quantity += event.charge().quantity();
            micros += event.charge().micros();
            entries += entry ? 1 : 0;
        }
    }

    /** Its calls, by their ids; without addresses and agents if these were forgotten. */
    public List<UsageRecorded> events() {
        return CallColumns.events(parts());
    }

    /** The same, made one by one. */
    DecodedCalls decoded() {
        return CallColumns.decoded(parts());
    }

    private CallColumns.Parts parts() {
        var plain = origins == null ? Buffer.buffer() : SegmentBody.unpacked(origins);
        return new CallColumns.Parts(SegmentBody.unpacked(body), plain);
    }

    /** What its hash in the chain is over. */
    Buffer digest() {
        return AuditDigest.of(List.<Object>of(
                chain.id(),
                firstId,
                lastId,
                tenant.value(),
                firstRequest,
                lastRequest,
                (long) period.number(),
                (long) calls,
                quantity,
                micros,
                (long) entries,
                String.join("\n", words),
                body,
                originsDigest));
    }

    /** Why it is not what was stored; null if it is. */
    @Nullable String fault(Buffer stored) {
        if (!digest().equals(stored)) {
            return "the segment " + lastId + " was changed after it was sealed";
        }
        if (origins != null && !Buffer.buffer(Sha256.of(origins.getBytes())).equals(originsDigest)) {
            return "addresses and agents of the segment " + lastId + " were changed after they were sealed";
        }
        var calls =
                events().stream().map(event -> new BookedCall(event, period)).toList();
        var again = of(calls, entries > 0, CallColumns.CALLS_MAX);
        Function<CallSegment, Object> sums = segment -> List.<Object>of(
                segment.firstId,
                segment.lastId,
                segment.calls,
                segment.quantity,
                segment.micros,
                segment.entries,
                segment.words);
        return again.size() == 1 && sums.apply(again.getFirst()).equals(sums.apply(this))
                ? null
                : "the segment " + lastId + " does not have the calls that it says";
    }
}
