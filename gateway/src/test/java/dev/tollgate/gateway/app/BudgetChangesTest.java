package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Budgets that are set, changed and removed. */
class BudgetChangesTest extends OnBudgets {

    private static final int TRIES = 20;

    private static final String WAITING = """
            SELECT pid || ' ' || xact_start FROM pg_stat_activity
             WHERE wait_event_type = 'Lock' AND datname = current_database()
            """;

    BudgetChangesTest() {
        super(GatewayFixture.shared());
    }

    @Test
    void a_changed_budget_acts_at_once_and_a_removed_one_no_longer() {
        var key = key(budget(20, "day"));
        read(key).expect(200);
        read(key).expect(402);

        patch(key, budget(40, "day")).expect(200);
        var raised = read(key);
        patch(key, budget(30, "day")).expect(200);
        var lowered = read(key);
        var removed = patch(key, null).expect(200).data();
        var free = read(key);

        raised.expect(200);
        lowered.expect(402);
        free.expect(200);
        assertThat(removed.getJsonObject("budget")).isNull();
    }

    @Test
    void a_key_that_gets_a_budget_has_spent_what_it_spent_in_the_period() {
        var key = acme.apiKey("tasks:read");
        read(key).expect(200);
        Eventually.within(
                PATIENCE,
                () -> assertThat(gateway.sql()
                                .number(
                                        "SELECT COALESCE(sum(charge_micros), 0) FROM billing.usage_sum WHERE credential_id = '"
                                                + key.getString("id") + "'"))
                        .isEqualTo(READ_MICROS));

        patch(key, budget(2 * READ_MICROS, "total")).expect(200);

        Eventually.within(
                PATIENCE,
                () -> assertThat(read(key).header("Tollgate-Budget-Remaining-Micros"))
                        .isPresent());
        Eventually.within(PATIENCE, () -> read(key).expect(402));
        assertThat(shown(key).getLong("spent_micros")).isGreaterThanOrEqualTo(READ_MICROS);
    }

    @Test
    void faults_of_a_budget_are_named() {
        var nothing = gateway.operator(
                "POST",
                acme.control("/api-keys"),
                new JsonObject()
                        .put("name", "limited")
                        .put("scopes", JsonArray.of("tasks:read"))
                        .put("budget", JsonObject.of("micros", 0, "per", "week")));

        nothing.expect(422);
        assertThat(nothing.json().getJsonArray("field_errors").stream()
                        .map(fault -> ((JsonObject) fault).getString("field")))
                .contains("budget.micros", "budget.per");
    }

    /** A change that is tried once more succeeds, unless this test releases the lock too late for the second time. */
    @Test
    void a_budget_changes_though_its_account_is_locked_for_longer_than_a_write_waits() {
        var key = key(budget(1_000, "day"));

        var changed = Stream.generate(() -> changedAfterALock(key))
                .limit(TRIES)
                .filter(reply -> reply.status() == 200)
                .findFirst();

        assertThat(changed).isPresent();
        assertThat(shown(key).getLong("micros")).isEqualTo(2_000);
    }

    /** The account is locked until the first attempt to change the budget has given up, or the change has failed. */
    private Reply changedAfterALock(JsonObject key) {
        var tenant = TypeId.parse("tnt", acme.tenant()).orElseThrow();
        CompletableFuture<Reply> change;
        try (var lock =
                gateway.sql().locking("SELECT FROM billing.account WHERE tenant = '" + tenant + "' FOR UPDATE")) {
            change = CompletableFuture.supplyAsync(() -> patch(key, budget(2_000, "day")));
            var first = until(change, waiting -> !waiting.isEmpty());
            var _ = until(change, waiting -> waiting.stream().noneMatch(first::contains));
            lock.rollback();
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
        return change.orTimeout(5, TimeUnit.MINUTES).join();
    }

    /**
     * The transactions of gateways that wait for a lock, once they are such. A change that ended meanwhile ends this
     * too: on a slow machine both of its attempts may have waited unseen.
     */
    private List<String> until(CompletableFuture<?> change, Predicate<List<String>> such) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            boolean ended = change.isDone();
            var waiting = gateway.sql().texts(WAITING);
            if (ended || such.test(waiting)) {
                return waiting;
            }
        }
        throw new AssertionError("no attempt waited and gave up");
    }
}
