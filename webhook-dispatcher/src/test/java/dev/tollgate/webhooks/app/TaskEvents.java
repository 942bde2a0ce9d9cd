package dev.tollgate.webhooks.app;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.work.DomainEventJson;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.vertx.core.json.JsonObject;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Events of tasks, and how writes leave them. */
record TaskEvents(WorkspaceId workspace, TenantId tenant, IdSource ids) {

    DomainEvent one(String type, String resource, long version) {
        return new DomainEvent(
                ids.next(),
                type,
                InstantSource.system().instant(),
                tenant,
                workspace,
                null,
                "task",
                resource,
                version,
                new JsonObject().put("id", resource).put("version", version));
    }

    /** As many, each of a resource of its own. */
    List<DomainEvent> many(int count) {
        List<DomainEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(one("task.created", "tsk_" + i, 1));
        }
        return events;
    }

    /** Into the outbox, in one commit. */
    static void write(PostgresSettings database, List<DomainEvent> events, OutboxSignal signal) {
        try (var connection = DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
                var insert = connection.prepareStatement(
                        "INSERT INTO outbox.message (slice, topic, key, body) VALUES (?, ?, ?, ?)")) {
            connection.setAutoCommit(false);
            for (var event : events) {
                var workspace = event.workspace();
                int slice = Partitioner.of(workspace.value(), EngineSetup.SLICES);
                insert.setInt(1, slice);
                insert.setString(2, Topics.EVENTS);
                insert.setString(3, workspace.text());
                insert.setBytes(4, DomainEventJson.bytes(event));
                insert.addBatch();
                signal.wrote(slice);
            }
            insert.executeBatch();
            connection.commit();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }
}
