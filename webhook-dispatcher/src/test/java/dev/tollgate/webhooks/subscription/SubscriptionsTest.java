package dev.tollgate.webhooks.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.webhooks.Seeds;
import dev.tollgate.webhooks.WebhookDatabase;
import dev.tollgate.webhooks.holder.HolderRows;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The cache of endpoints reflects their last change. */
class SubscriptionsTest {

    private final WebhookDatabase database = new WebhookDatabase();
    private final UUID workspace = UUID.randomUUID();
    private final UUID endpoint = new Seeds(database).endpoint(workspace);
    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void what_was_forgotten_while_it_was_read_is_not_remembered() {
        var role = onLoop(() -> Future.succeededFuture(
                Database.open(vertx, database.settings, DatabaseRole.DISPATCHER, 1, Clock.systemUTC())));
        var subscriptions = new Subscriptions(role, Clock.systemUTC(), new HolderRows(Set.of(), true));

        var read = onLoop(() ->
                role.transaction(RowSecurityContext.NONE, Instant.now().plusSeconds(10), transaction -> {
                    var reading = subscriptions.current(transaction, Set.of(workspace));
                    subscriptions.forget(workspace);
                    return reading;
                }));
        database.execute("UPDATE webhooks.endpoint SET status = 'paused' WHERE id = '" + endpoint + "'");
        var later = onLoop(() -> subscriptions.of(workspace));

        assertThat(read.get(workspace).endpoints().get(endpoint).status()).isEqualTo("active");
        assertThat(later.endpoints().get(endpoint).status()).isEqualTo("paused");
    }

    private <T> T onLoop(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> work.get().onComplete(promise)))
                .await();
    }
}
