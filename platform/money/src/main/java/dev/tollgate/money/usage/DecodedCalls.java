package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.CallContext.Texts;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Calls whose columns are decoded. A call is made an object when it is asked for: a reader that looks for few of
 * thousands decides by ids.
 */
public final class DecodedCalls {

    private static final int DIGEST_BYTES = 32;
    private static final Origin FORGOTTEN = new Origin("", null);

    private final Texts texts;
    private final List<CallContext> contexts;
    private final List<String> digests;
    private final @Nullable List<Origin> origins;
    private final List<UUID> ids;
    private final List<UUID> requests;
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
        digests = in.list(reader -> HexFormat.of().formatHex(reader.raw(DIGEST_BYTES)));
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
        ofDigest = in.column(count, 0, digests.size());
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

    public UUID id(int call) {
        return ids.get(call);
    }

    /** The id of the request that the call belongs to. */
    public UUID request(int call) {
        return requests.get(call);
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
                ofDigest[call] == 0 ? null : at(digests, ofDigest[call]),
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

    private CallContext context(int call) {
        return at(contexts, ofContext[call]);
    }

    private static <T> T at(List<T> values, int place) {
        return Objects.requireNonNull(values.get(place - 1));
    }
}
