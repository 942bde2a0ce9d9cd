package dev.tollgate.billing.statement;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.statement.Balances.Balance;
import dev.tollgate.billing.statement.StatementMonth.GroupBy;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.UsageCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Months, itemised. */
class StatementsTest extends OnBench {

    @Test
    void balances_say_what_moved_them_and_items_what_was_bought_at_which_price() {
        var tenant = bench.tenant(SMALL);
        var _ = desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(400, null));
        log.book(tenant, UsageCodec.encode(List.of(bench.usage(tenant, 900), bench.usage(tenant, 250))));
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 50)));

        var statement = statement(tenant, running(tenant), null);

        assertThat(statement.balances())
                .isEqualTo(new Balances(
                        new Balance(0, 1_000, 0, 1_000, 0, 0, 0),
                        new Balance(0, 0, 400, 200, 0, 0, 200),
                        new Balance(0, 0, 0, 0, 0, 0, 0),
                        new Balance(0, 0, 0, 0, 0, 0, 0)));
        assertThat(statement.items())
                .containsExactly(
                        new StatementItem(null, null, null, "rest.write", "1", 100L, null, null, null, 3, 3, 1_200));
        assertThat(statement.spendMicros()).isEqualTo(1_200);
        assertThat(statement.status()).isEqualTo(Statement.Status.OPEN);
    }

    @Test
    void items_are_paged_without_gap_or_repeat() {
        var tenant = bench.tenant(SMALL);
        for (var dimension : List.of("rest.read", "rest.write", "mcp.call", "bi.query", "bi.event")) {
            var hold = bench.usage(tenant, 10).charge().hold();
            log.book(tenant, UsageCodec.encode(bench.usage(tenant, new Charge(dimension, 1, 10, "1", hold))));
        }

        List<String> seen = new ArrayList<>();
        String cursor = null;
        do {
            var wanted = new StatementMonth(
                    running(tenant).toString(), List.of(GroupBy.WORKSPACE, GroupBy.DIMENSION), 2, cursor);
            var part = desk.done(StatementOperations.GET, desk.on(tenant), wanted);
            part.items().forEach(item -> seen.add(item.dimension()));
            cursor = part.nextCursor();
        } while (cursor != null);

        assertThat(seen).containsExactly("bi.event", "bi.query", "mcp.call", "rest.read", "rest.write");
    }

    @Test
    void a_month_that_has_not_begun_and_one_before_the_account_have_no_statement() {
        var tenant = bench.tenant(SMALL);

        var ahead = desk.refusal(
                StatementOperations.GET,
                desk.on(tenant),
                new StatementMonth(running(tenant).next().next().toString(), null, null, null));
        var before =
                desk.refusal(StatementOperations.GET, desk.on(tenant), new StatementMonth("2001-01", null, null, null));

        assertThat(ahead.detail()).contains("has not begun");
        assertThat(List.of(ahead.code(), before.code())).containsOnly("resource_not_found");
    }

    @Test
    void a_running_month_without_any_usage_has_a_statement() {
        var tenant = bench.tenant(SMALL);

        var statement = statement(tenant, running(tenant), null);

        assertThat(statement.spendMicros()).isZero();
        assertThat(statement.items()).isEmpty();
    }

    private static Statement statement(TenantId tenant, Period period, @Nullable List<GroupBy> groupBy) {
        return desk.done(
                StatementOperations.GET, desk.on(tenant), new StatementMonth(period.toString(), groupBy, null, null));
    }

    private static Period running(TenantId tenant) {
        return bench.account(tenant).month().period();
    }
}
