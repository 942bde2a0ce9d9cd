package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.People;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.runtime.postgres.Database;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Budgets that are set, changed and removed. */
class BudgetChangesTest extends OnBudgets {

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

    @Test
    void a_budget_that_an_admin_changes_waits_while_its_account_is_locked() {
        var key = key(budget(1_000, "day"));
        var admin = People.member(acme, "admin").token();
        var path = acme.control("/api-keys/" + key.getString("id"));
        var tenant = TypeId.parse("tnt", acme.tenant()).orElseThrow();

        var change = new AtomicReference<CompletableFuture<Reply>>();
        gateway.sql().whileLocked("SELECT FROM billing.account WHERE tenant = '" + tenant + "' FOR UPDATE", () -> {
            change.set(CompletableFuture.supplyAsync(
                    () -> gateway.call("PATCH", path, admin, JsonObject.of("budget", budget(2_000, "day")))));
            Eventually.within(
                    PATIENCE,
                    () -> assertThat(gateway.sql().lockWaits(Database.LOCK_TIMEOUT.multipliedBy(3)))
                            .isPositive());
        });

        change.get().orTimeout(5, TimeUnit.MINUTES).join().expect(200);
        assertThat(shown(key).getLong("micros")).isEqualTo(2_000);
    }
}
