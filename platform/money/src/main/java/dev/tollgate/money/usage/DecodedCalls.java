package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.CallContext.Texts;
import dev.tollgate.runtime.ids.UuidOrder;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose columns are decoded. A call is made an object when it is asked for: a reader that looks for few of
 * thousands decides by ids. Not safe from two threads.
 */
public final class DecodedCalls {

    private static final int DIGEST_BYTES = 32;
    private static final Origin FORGOTTEN = new Origin("", null);

    private final Texts texts;
    private final List<CallContext> contexts;
    private final byte[] digests;
    private final @Nullable String[] digestTexts;
    private final @Nullable List<Origin> origins;
    private final IdColumn ids;
    private final IdColumn requests;
    private final long[] sinceRequestMicros;
    private final int[] ofContext;
    private final int[] ofOrigin;
    private final int[] ofDigest;
    private final int[] ofClientRequest;
    private final int[] ofResource;

    private DecodedCalls(ColumnReader in, @Nullable List<Origin> origins) {
        this.origins = origins;
        texts = new Texts(in.list(ColumnReader::text));
        contexts = in.list(reader -> CallContext.read(reader, texts));
        int digestCount = in.upTo(in.left() / DIGEST_BYTES);
        digests = in.raw(digestCount * DIGEST_BYTES);
        digestTexts = new String[digestCount];
        int count = in.count();
        if (count == 0 || count > CallColumns.CALLS_MAX) {
            throw new IllegalArgumentException("not 1 to " + CallColumns.CALLS_MAX + " calls: " + count);
        }
        ids = in.ids(count);
        requests = in.ids(count);
        sinceRequestMicros = new long[count];
        for (int i = 0; i < count; i++) {
            sinceRequestMicros[i] = in.signed();
        }
        ofContext = in.column(count, 1, contexts.size());
        ofOrigin = origins == null ? in.column(count, 0, CallColumns.CALLS_MAX) : in.column(count, 1, origins.size());
        ofDigest = in.column(count, 0, digestCount);
        ofClientRequest = in.column(count, 0, texts.texts().size());
        ofResource = in.column(count, 0, texts.texts().size());
        in.end();
    }

    /** @param origins null if they were forgotten */
    static DecodedCalls read(ColumnReader in, @Nullable List<Origin> origins) {
        return new DecodedCalls(in, origins);
    }

    public int size() {
        return ids.size();
    }

    /** Compares the id of a call with another one, as {@link UuidOrder} does: below 0 if it is less. */
    public int compareId(int call, UUID other) {
        return ids.compare(call, other);
    }

    /** Whether the call belongs to this request. */
    public boolean isOf(int call, RequestId request) {
        return requests.is(call, request.value());
    }

    /** Whether it has an audit row of its own. */
    public boolean audited(int call) {
        return context(call).audited();
    }

    public UsageRecorded event(int call) {
        var context = context(call);
        var origin = origins == null ? FORGOTTEN : at(origins, ofOrigin[call]);
        var request = new RequestId(requests.get(call));
        var time = Instant.EPOCH.plus(CallColumns.micros(request) + sinceRequestMicros[call], ChronoUnit.MICROS);
        var facts = new CallFacts(
                request,
                texts.at(ofClientRequest[call]),
                time,
                context.tenant(),
                context.workspace(),
                context.actor(),
                context.surface(),
                context.operation(),
                context.action(),
                digest(call),
                origin.address(),
                origin.agent(),
                context.dryRun());
        return new UsageRecorded(
                ids.get(call),
                facts,
                context.charge(),
                context.audited(),
                context.resourceType(),
                texts.at(ofResource[call]));
    }

    private @Nullable String digest(int call) {
        int place = ofDigest[call] - 1;
        if (place < 0) {
            return null;
        }
        var text = digestTexts[place];
        if (text == null) {
            text = HexFormat.of().formatHex(digests, place * DIGEST_BYTES, (place + 1) * DIGEST_BYTES);
            digestTexts[place] = text;
        }
        return text;
    }

    private CallContext context(int call) {
        return at(contexts, ofContext[call]);
    }

    private static <T> T at(List<T> values, int place) {
        return Objects.requireNonNull(values.get(place - 1));
    }
}
