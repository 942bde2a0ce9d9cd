package dev.tollgate.webhooks.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.WebhookDatabase;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows that a pause writes, where many batches pause the same account. */
class AccountPauseRowsTest {

    private static final Duration PROBE_EVERY = Duration.ofSeconds(30);

    /** The version of each row, and who locked it last. */
    private static final String VERSIONS =
            "SELECT string_agg(concat_ws(' ', ctid, xmin, xmax), ', ' ORDER BY endpoint_id) FROM webhooks.endpoint_state";

    private final WebhookDatabase database = new WebhookDatabase();
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final Database role = onLoop(() -> Future.succeededFuture(
            Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 1, Clock.systemUTC())));

    @BeforeEach
    void endpoints() {
        new Seeds(database).endpoints(UUID.randomUUID(), 3);
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void a_second_pause_of_the_same_account_rewrites_and_locks_no_row() {
        pause();
        var first = database.text(VERSIONS);

        pause();

        assertThat(database.text(VERSIONS)).isEqualTo(first);
        assertThat(count("account_paused")).isEqualTo(3);
    }

    @Test
    void a_refused_probe_puts_off_the_probes_of_the_account_that_are_near() {
        pause();
        database.execute("UPDATE webhooks.endpoint_state SET next_due = now()");

        pause();

        assertThat(count("next_due > now() + interval '20 s'")).isEqualTo(3);
    }

    private long count(String condition) {
        return database.number("SELECT count(*) FROM webhooks.endpoint_state WHERE " + condition);
    }

    private void pause() {
        var _ = onLoop(() -> role.transaction(
                RowSecurityContext.NONE,
                Instant.now().plusSeconds(10),
                transaction -> AccountPauseRows.pause(transaction, List.of(Seeds.TENANT), PROBE_EVERY)));
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> work.get().onComplete(promise)))
                .await();
    }
}
