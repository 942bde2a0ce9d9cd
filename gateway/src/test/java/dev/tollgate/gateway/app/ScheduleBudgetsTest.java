package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** Budgets of credentials whose schedules run without them. */
class ScheduleBudgetsTest extends OnBudgets {

    ScheduleBudgetsTest() {
        super(GatewayFixture.shared());
    }

    @Test
    void runs_of_a_schedule_count_to_the_credential_that_changed_it_last() {
        acme.module("crm", true).module("bi", true);
        var body = new JsonObject()
                .put("name", "limited")
                .put("scopes", JsonArray.of("bi:read", "bi:write", "crm:read"))
                .put("budget", budget(2_300, "day"));
        var key = gateway.operator("POST", acme.control("/api-keys"), body)
                .expect(201)
                .data();
        var secret = key.getString("secret");
        var query = JsonObject.of(
                "source",
                JsonObject.of("record", "crm.deal"),
                "measures",
                JsonArray.of(JsonObject.of("op", "count")),
                "dimensions",
                JsonArray.of("status"));
        var dataset = gateway.call("POST", "/v1/bi/datasets", secret, JsonObject.of("name", "Deals", "query", query))
                .expect(201)
                .data()
                .getString("id");
        gateway.call("POST", "/v1/bi/schedules", secret, JsonObject.of("dataset_id", dataset, "cron", "0 6 * * *"))
                .expect(201);

        runSchedulesNow();
        Eventually.within(
                PATIENCE, () -> assertThat(shown(key).getLong("spent_micros")).isEqualTo(2_200));
        runSchedulesNow();

        var ofSchedules = " FROM billing.usage_sum WHERE dimension = 'bi.refresh' AND credential_id = '"
                + key.getString("id") + "'";
        var errors = "SELECT COALESCE(error, '') FROM bi.refresh_run WHERE workspace_id = '"
                + TypeId.parse("wrk", acme.workspace()).orElseThrow() + "'";
        Eventually.within(
                PATIENCE,
                () -> assertThat(gateway.sql().texts(errors))
                        .anySatisfy(error -> assertThat(error).contains("budget")));
        assertThat(gateway.sql().number("SELECT sum(charge_micros)" + ofSchedules))
                .isEqualTo(2_000);
    }

    /** As if their time had come, a day after their last run. */
    private void runSchedulesNow() {
        var workspace = TypeId.parse("wrk", acme.workspace()).orElseThrow();
        Eventually.within(
                PATIENCE,
                () -> assertThat(gateway.sql()
                                .number("SELECT (SELECT count(*) FROM bi.refresh_run WHERE workspace_id = '" + workspace
                                        + "' AND status IN ('queued', 'running')) + (SELECT count(*) FROM records.job"
                                        + " WHERE workspace_id = '" + workspace + "' AND lease IS NOT NULL)"))
                        .isZero());
        gateway.sql()
                .execute(
                        "UPDATE bi.refresh_run SET scheduled_for = scheduled_for - interval '1 day' WHERE workspace_id = '"
                                + workspace + "'");
        gateway.sql()
                .execute("UPDATE records.job SET due_at = now() - interval '1 day', next_at = now() WHERE kind ="
                        + " 'bi.schedule' AND lease IS NULL AND tenant_id = '"
                        + TypeId.parse("tnt", acme.tenant()).orElseThrow() + "'");
    }
}
