package dev.tollgate.webhooks.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.webhooks.WebhookDatabase;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

/** Days of events, deliveries and attempts on a real server. */
class EventDaysTest {

    private static final String PARTITIONS =
            "SELECT count(*) FROM pg_inherits WHERE inhparent = 'webhooks.%s'::regclass";
    private static final int OF_THE_MIGRATION = 9;
    private static final int OF_ONE_ROUND = 9;

    private final WebhookDatabase database = new WebhookDatabase();
    private final Vertx vertx = Vertx.vertx();

    @Test
    void the_days_to_come_exist_ahead_and_days_that_are_too_old_are_dropped() {
        var inAMonth = Instant.now().plusSeconds(40L * 86_400);
        var role = Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 1, at(inAMonth));

        EventDays.keep(role, at(inAMonth), 400).await();
        var grown = partitions("event");
        EventDays.keep(role, at(inAMonth), 31).await();

        assertThat(grown).isEqualTo(OF_THE_MIGRATION + OF_ONE_ROUND);
        assertThat(partitions("event")).isEqualTo(OF_ONE_ROUND);
        assertThat(partitions("delivery")).isEqualTo(OF_ONE_ROUND);
        assertThat(partitions("attempt")).isEqualTo(OF_ONE_ROUND);
        vertx.close().await();
    }

    private static InstantSource at(Instant now) {
        return InstantSource.fixed(now);
    }

    private long partitions(String table) {
        return database.number(PARTITIONS.formatted(table));
    }
}
