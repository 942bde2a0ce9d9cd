package dev.tollgate.webhooks.schedule;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.webhooks.subscription.Roster;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Endpoints whose holder lost access are paused, whatever fails beside them. */
class HolderWatchTest {

    private static final String TASKS = "{tasks:read}";

    private final ScheduleBench bench = new ScheduleBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void a_workspace_that_cannot_be_judged_keeps_no_other_webhook_from_being_paused() {
        var unreadable = new Held(null);
        var others = Stream.generate(() -> new Held("{}")).limit(30).toList();

        var _ = bench.onLoop(() -> {
            bench.holders.check(unreadable.workspace);
            others.forEach(other -> bench.holders.check(other.workspace));
            return Future.succeededFuture();
        });
        eventually(() -> others.stream().allMatch(Held::paused));
        var pausedUnread = unreadable.paused();
        unreadable.may("{}");
        var _ = bench.onLoop(bench.holders::turn);
        eventually(unreadable::paused);

        assertThat(pausedUnread).isFalse();
    }

    @Test
    void a_holder_that_could_not_be_looked_up_is_looked_up_again_and_nothing_known_of_it_is_used() throws SQLException {
        var held = new Held(TASKS);
        var known = held.known();
        held.may("{}");

        try (var _ = bench.database.locking("LOCK TABLE webhooks.endpoint")) {
            assertThat(succeeds(() -> bench.holders.changed(List.of(held.key.text()))))
                    .isFalse();
            assertThat(succeeds(() -> bench.subscriptions.of(held.workspace))).isFalse();
        }
        eventually(held::paused);

        assertThat(known.endpoints()).containsKey(held.endpoint);
    }

    @Test
    void a_round_forgets_nothing_of_the_webhooks_that_it_does_not_pause() {
        var kept = new Held(TASKS);
        var lost = new Held(TASKS);
        var known = kept.known();
        assertThat(lost.shown()).isEqualTo("active");
        lost.may("{}");

        var _ = bench.onLoop(bench.holders::turn);
        eventually(() -> lost.shown().equals("paused"));

        assertThat(kept.known()).isSameAs(known);
    }

    private boolean succeeds(Supplier<Future<?>> call) {
        return bench.onLoop(() -> call.get().transform(answer -> Future.succeededFuture(answer.succeeded())));
    }

    /** An endpoint of a workspace of its own, held by a key. */
    private final class Held {

        final UUID workspace = UUID.randomUUID();
        final UUID endpoint = bench.seeds.endpoint(workspace);
        final ApiKeyId key = new ApiKeyId(UUID.randomUUID());

        /** Without scopes at all nobody can say what the key may read. */
        Held(@Nullable String scopes) {
            bench.database.execute("INSERT INTO control.test_holder (workspace_id, kind, id) VALUES ('" + workspace
                    + "', 'api_key', '" + key.value() + "')");
            bench.database.execute("UPDATE webhooks.endpoint SET holder_kind = 'api_key', holder_id = '" + key.text()
                    + "' WHERE id = '" + endpoint + "'");
            if (scopes != null) {
                may(scopes);
            }
        }

        /** Nobody is told. */
        void may(String scopes) {
            bench.database.execute(
                    "UPDATE control.test_holder SET scopes = '" + scopes + "' WHERE id = '" + key.value() + "'");
        }

        Roster known() {
            return bench.onLoop(() -> bench.subscriptions.of(workspace));
        }

        /** As it is remembered. */
        String shown() {
            return Objects.requireNonNull(known().endpoints().get(endpoint)).status();
        }

        boolean paused() {
            return bench.database
                    .text("SELECT status_reason FROM webhooks.endpoint WHERE id = '" + endpoint + "'")
                    .equals("holder_lost_access");
        }
    }
}
