package dev.tollgate.records.call;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import dev.tollgate.runtime.ids.IdSource;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Calls as the meter books them. */
final class Calls {

    static final Charge CHARGE = new Charge("rest.read", 2, 20, "1", new Charge.Hold(1, 176_400_000L));

    private Calls() {}

    /** A read that was made at this time. */
    static BookedCall read(Caller caller, UUID id, String operation) {
        return booked(caller, id, operation, false, null);
    }

    static BookedCall booked(
            Caller caller, UUID id, String operation, boolean audited, @Nullable String clientRequest) {
        return booked(caller, id, new Names(new RequestId(id), clientRequest), operation, audited);
    }

    /** A call of an earlier request. */
    static BookedCall ofRequest(Caller caller, UUID id, RequestId request) {
        return booked(caller, id, new Names(request, null), "get_note", false);
    }

    private record Names(RequestId request, @Nullable String client) {}

    private static BookedCall booked(Caller caller, UUID id, Names names, String operation, boolean audited) {
        var time = IdSource.time(id);
        var facts = new CallFacts(
                names.request(),
                names.client(),
                time,
                caller.tenant(),
                caller.workspace(),
                caller.actor(),
                Surface.REST,
                operation,
                operation.replace('_', '.'),
                "ab".repeat(32),
                "198.51.100.7",
                "curl/8");
        return new BookedCall(new UsageRecorded(id, facts, CHARGE, audited, "note", "not_1"), Period.of(time));
    }

    /** An id of a caller's call, so many milliseconds after a time. */
    static UUID id(Instant start, long afterMs, int n) {
        long millis = start.toEpochMilli() + afterMs;
        return new UUID(millis << Short.SIZE | 0x7000, Long.MIN_VALUE | n);
    }
}
