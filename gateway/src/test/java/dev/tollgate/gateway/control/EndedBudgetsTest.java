package dev.tollgate.gateway.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.ApiKeyId;
import dev.tollgate.gateway.control.budgets.BudgetTerms;
import dev.tollgate.gateway.control.credentials.CredentialInputs.CredentialRef;
import dev.tollgate.gateway.control.credentials.CredentialInputs.NewCredential;
import dev.tollgate.gateway.control.credentials.CredentialOperations;
import dev.tollgate.gateway.control.grants.McpGrantOperations;
import dev.tollgate.gateway.control.grants.McpGrantOperations.McpGrantRef;
import dev.tollgate.gateway.control.grants.McpGrantOperations.NewMcpGrant;
import dev.tollgate.money.account.EndedBudgets;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.runtime.postgres.DatabaseRole;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows of budgets end with their credentials and grants, when no charge can count against them any more. */
class EndedBudgetsTest {

    private static final Duration SETTLED = Duration.ofDays(36);

    private ControlBench bench;
    private ControlBench.Place place;
    private EndedBudgets ended;

    @BeforeEach
    void open() {
        bench = new ControlBench();
        place = bench.placeWith("tasks");
        var meter = bench.database(DatabaseRole.METER);
        ended = bench.onLoop(() -> new EndedBudgets(meter, bench.clock, SETTLED));
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void the_budget_of_a_revoked_key_stays_until_its_last_events_can_no_longer_be_booked() {
        var revoked = key();
        var live = key();
        bench.done(
                CredentialOperations.API_KEYS.revoke(), place.operator(), new CredentialRef<>(new ApiKeyId(revoked)));

        bench.moveOn(SETTLED.minusMinutes(1));
        sweep();
        var early = budgets();
        bench.moveOn(Duration.ofMinutes(2));
        sweep();

        assertThat(early).containsExactlyInAnyOrder(revoked, live);
        assertThat(budgets()).containsExactly(live);
        assertThat(account()).isEqualTo("t");
    }

    @Test
    void the_budget_of_a_deleted_grant_ends_with_its_open_charges() {
        var grant = bench.done(
                McpGrantOperations.CREATE,
                place.operator(),
                new NewMcpGrant("user_ada", List.of("tasks:read"), new BudgetTerms(500, BudgetPeriod.DAY)));
        var _ = bench.owner(
                "INSERT INTO billing.budget_bucket (tenant, id, bucket, slice, charged) SELECT tenant, id, 7, 0, 20"
                        + " FROM billing.budget WHERE id = '" + grant.id().value() + "'");
        bench.done(McpGrantOperations.DELETE, place.operator(), new McpGrantRef(grant.id()));

        sweep();
        var open = budgets();
        var _ = bench.owner(
                "DELETE FROM billing.budget_bucket WHERE id = '" + grant.id().value() + "'");
        sweep();

        assertThat(open).containsExactly(grant.id().value());
        assertThat(budgets()).isEmpty();
        assertThat(account()).as("no budgets are asked for any more").isEqualTo("f");
    }

    @Test
    void a_removed_budget_of_a_live_key_stays() {
        var key = key();
        var _ = bench.owner("UPDATE billing.budget SET micros = NULL WHERE id = '" + key + "'");

        bench.moveOn(SETTLED.multipliedBy(2));
        sweep();

        assertThat(budgets()).containsExactly(key);
    }

    @Test
    void more_budgets_than_a_page_end_in_several_rounds() {
        var live = key();
        var _ = bench.owner("""
                INSERT INTO billing.budget (tenant, id, workspace, kind, per, seq, publish_seq, acked_seq, inc, closed,
                                            starts, spent, open)
                SELECT tenant, gen_random_uuid(), workspace, kind, per, seq, publish_seq, acked_seq, inc, closed,
                       starts, spent, open
                  FROM billing.budget, generate_series(1, 300)
                """);

        sweep();
        var afterOne = budgets();
        sweep();

        assertThat(afterOne).hasSizeGreaterThan(1).contains(live);
        assertThat(budgets()).containsExactly(live);
    }

    private UUID key() {
        var input = new NewCredential(
                "limited",
                List.of("tasks:read"),
                null,
                null,
                null,
                new BudgetTerms(500, BudgetPeriod.DAY),
                null,
                null,
                null);
        return bench.done(CredentialOperations.API_KEYS.create(), place.operator(), input)
                .id()
                .value();
    }

    private void sweep() {
        bench.run(ended::sweep);
    }

    private List<UUID> budgets() {
        return bench.owner("SELECT id FROM billing.budget").stream()
                .map(UUID::fromString)
                .toList();
    }

    private String account() {
        return bench.owner("SELECT budgets FROM billing.account WHERE tenant = '"
                        + place.tenant().value() + "'")
                .getFirst();
    }
}
