package dev.tollgate.runtime.postgres;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static dev.tollgate.runtime.Awaiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NotificationsTest {
    private static final InstantSource CLOCK = InstantSource.system();

    private static final String END_OTHERS = """
            SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
            """;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<Boolean> states = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private PostgresSettings settings;
    private Database owner;
    private Notifications notifications;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        settings = TestDatabases.migrated();
        owner = Database.open(vertx, settings, new DatabaseRole(settings.user()), 1, CLOCK);
        notifications = new Notifications(vertx, settings, DatabaseRole.APP, CLOCK);
        notifications.on("news", heard::add);
        await(notifications.start());
        notifications.watch(states::add);
        eventually(() -> states.equals(List.of(true)));
    }

    @AfterEach
    void close() {
        await(notifications.stop());
        await(owner.close());
        await(vertx.close());
    }

    @Test
    void what_a_transaction_says_is_heard_after_its_commit() {
        tell("hello");

        eventually(() -> !heard.isEmpty());
        assertThat(heard).containsExactly("hello");
    }

    @Test
    void a_lost_connection_is_told_and_made_anew() {
        await(owner.read(RowSecurityContext.NONE, END_OTHERS, Tuple.tuple()));

        eventually(() -> states.equals(List.of(true, false, true)));
        tell("back");
        eventually(() -> heard.contains("back"));
    }

    @Test
    void a_server_that_falls_silent_while_we_subscribe_is_given_up_and_asked_anew() {
        var wire = new FaultyWire(vertx, settings);
        var far = new Notifications(vertx, wire.settings(), DatabaseRole.APP, CLOCK);
        List<Boolean> farStates = new CopyOnWriteArrayList<>();
        far.on("news", _ -> {});
        await(far.start());
        far.watch(farStates::add);
        eventually(() -> farStates.equals(List.of(true)));

        wire.swallowListenReply();
        await(owner.read(RowSecurityContext.NONE, END_OTHERS, Tuple.tuple()));

        eventually(() -> farStates.equals(List.of(true, false, true)));
        assertThat(wire.awaitsListen()).isFalse();
        await(far.stop());
    }

    private void tell(String payload) {
        await(owner.transaction(
                RowSecurityContext.NONE,
                CLOCK.instant().plusSeconds(5),
                tx -> tx.query("SELECT pg_notify('news', $1)", Tuple.of(payload))));
    }
}
