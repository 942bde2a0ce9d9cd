package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.modules.tracked.ClearEvent;
import dev.tollgate.modules.tracked.DefinedEvent;
import dev.tollgate.modules.tracked.EventGovernance;
import dev.tollgate.modules.tracked.EventHashes;
import dev.tollgate.modules.tracked.EventStorage;
import dev.tollgate.modules.tracked.EventVerdict;
import dev.tollgate.modules.tracked.HashedEvent;
import dev.tollgate.modules.tracked.RecordedFaults;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Accepts every event, with hashes that have no key. Until Analytics Governance takes its place. */
public final class UncheckedEvents implements EventGovernance {

    @Override
    public Future<List<EventVerdict>> check(
            Transaction transaction, Call<?> call, List<ClearEvent> events, Set<String> unnamed) {
        return Future.succeededFuture(
                events.stream().map(UncheckedEvents::accepted).toList());
    }

    private static EventVerdict accepted(ClearEvent event) {
        var hashed = new HashedEvent(
                event.index(),
                event.name(),
                event.occurredAt(),
                hash(event.eventId()),
                hash(event.actor()),
                0,
                event.properties());
        return new EventVerdict(hashed, EventStorage.COUNTED, List.of(), null, false);
    }

    private static @Nullable UUID hash(@Nullable String text) {
        return text == null ? null : UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Future<RecordedFaults> record(Transaction transaction, Call<?> call, List<EventVerdict> verdicts) {
        return Future.succeededFuture(new RecordedFaults(Map.of(), List.of()));
    }

    @Override
    public Future<Map<String, DefinedEvent>> definitions(Call<?> call, Set<String> names) {
        return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<EventHashes> hashes(Call<?> call) {
        return Future.failedFuture(new IllegalStateException("nothing is governed"));
    }
}
