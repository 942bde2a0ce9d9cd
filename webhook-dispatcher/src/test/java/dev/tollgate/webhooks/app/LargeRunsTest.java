package dev.tollgate.webhooks.app;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.webhooks.app.EngineSetup.FAST;
import static dev.tollgate.webhooks.app.EngineSetup.RICH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that are too much for one transaction hold up no others. */
class LargeRunsTest {

    /** Fails as a statement does that ran out of time, if it inserts more deliveries than that. */
    private static final String SLOW = """
            CREATE FUNCTION webhooks.test_slow() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF (SELECT count(*) FROM made) > 3 THEN
                    RAISE EXCEPTION 'too slow' USING ERRCODE = '57014';
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER test_slow AFTER INSERT ON webhooks.delivery REFERENCING NEW TABLE AS made
                FOR EACH STATEMENT EXECUTE FUNCTION webhooks.test_slow();
            """;

    /** Refuses the deliveries of one event for ever. */
    private static final String BAD = """
            CREATE FUNCTION webhooks.test_bad() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'bad' USING ERRCODE = '22000';
            END $$;
            CREATE TRIGGER test_bad BEFORE INSERT ON webhooks.delivery
                FOR EACH ROW WHEN (NEW.event_id = '%s') EXECUTE FUNCTION webhooks.test_bad();
            """;

    private EngineBench bench;

    @BeforeEach
    void open() {
        bench = new EngineBench();
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void events_that_take_too_long_together_become_deliveries_in_smaller_runs() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/slow");
        bench.database.execute(SLOW);

        readAtOnce(workspace, 40);

        eventually(() -> bench.deliveries(endpoint, "succeeded") == 40);
    }

    @Test
    void events_that_many_ordered_webhooks_want_become_deliveries_in_smaller_runs() {
        var workspace = bench.workspace(RICH);
        var endpoints = Stream.generate(() -> bench.endpoint(workspace, "/ordered", true, 10))
                .limit(50)
                .toList();
        endpoints.forEach(endpoint -> bench.status(endpoint, "paused"));

        readAtOnce(workspace, 200);

        eventually(() -> made(endpoints) == 200 * 50);
        assertThat(
                        bench.database.number(
                                "SELECT max(made) FROM (SELECT count(*) AS made FROM webhooks.delivery GROUP BY xmin::text) AS runs"))
                .isLessThanOrEqualTo(2_000);
    }

    @Test
    void an_event_that_can_never_be_stored_is_skipped_alone() {
        var workspace = bench.workspace(RICH);
        var endpoint = bench.endpoint(workspace, "/bad");
        var events = bench.events(workspace, 10);
        bench.database.execute(BAD.formatted(events.get(4).id()));

        bench.write(events);
        var _ = bench.engine(FAST);

        eventually(() -> bench.deliveries(endpoint, "succeeded") == 9);
    }

    /** The events are in the log before anybody reads it. */
    private void readAtOnce(WorkspaceId workspace, int count) {
        bench.write(bench.events(workspace, count));
        eventually(() -> bench.database.number("SELECT count(*) FROM outbox.message") == 0);
        var _ = bench.engine(FAST);
    }

    private long made(List<UUID> endpoints) {
        return bench.database.number("SELECT count(*) FROM webhooks.delivery WHERE endpoint_id IN ('"
                + String.join("', '", endpoints.stream().map(UUID::toString).toList()) + "')");
    }
}
