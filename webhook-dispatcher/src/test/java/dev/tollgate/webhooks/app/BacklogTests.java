package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.webhooks.backlog.BacklogLimits;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** An engine that keeps few deliveries waiting. */
abstract class BacklogTests {

    static final BacklogLimits SMALL = new BacklogLimits(10, 30, 100);
    static final int EVENTS = 400;

    static EngineBench bench;

    @BeforeAll
    static void open() {
        bench = new EngineBench();
        var _ = bench.engine(FAST, SMALL);
    }

    @AfterAll
    static void close() {
        bench.close();
    }

    /** Returns once intake has stored them. */
    static void written(WorkspaceId workspace, List<DomainEvent> events) {
        var before = stored(workspace);
        bench.write(events);
        eventually(() -> stored(workspace) == before + events.size());
    }

    private static long stored(WorkspaceId workspace) {
        return bench.database.number(
                "SELECT count(*) FROM webhooks.event WHERE workspace_id = '" + workspace.value() + "'");
    }

    static long waiting(WorkspaceId workspace) {
        return bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE settled_at IS NULL"
                + " AND workspace_id = '" + workspace.value() + "'");
    }

    static boolean behind(UUID endpoint) {
        return bench.database.number("SELECT count(*) FROM webhooks.endpoint_backlog WHERE skipped_from IS NOT NULL"
                        + " AND endpoint_id = '" + endpoint + "'")
                > 0;
    }

    /** Updates of one record. */
    static List<DomainEvent> versions(WorkspaceId workspace, int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(version -> bench.event(workspace, "task.updated", "tsk_1", version))
                .toList();
    }
}
