package dev.tollgate.modules.bi.query;

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
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Definitions that tests give; events are stored as they are. */
public final class PlannedEvents implements EventGovernance {

    public final Map<String, DefinedEvent> definitions = new ConcurrentHashMap<>();

    @Override
    public Future<List<EventVerdict>> check(
            Transaction transaction, Call<?> call, List<ClearEvent> events, Set<String> unnamed) {
        return Future.succeededFuture(
                events.stream().map(PlannedEvents::accepted).toList());
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
        var found = new ConcurrentHashMap<>(definitions);
        if (!names.isEmpty()) {
            found.keySet().retainAll(names);
        }
        return Future.succeededFuture(found);
    }

    @Override
    public Future<EventHashes> hashes(Call<?> call) {
        return Future.succeededFuture(new Hashes());
    }

    private static final class Hashes implements EventHashes {
        @Override
        public UUID actor(String text) {
            return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public UUID eventId(String text) {
            return actor(text);
        }

        @Override
        public List<String> pii(Object value) {
            return List.of("pii_2_" + value, "pii_1_" + value);
        }

        @Override
        public JsonObject hashed(JsonObject properties, Set<String> pii, Set<String> sensitive) {
            return properties;
        }
    }
}
