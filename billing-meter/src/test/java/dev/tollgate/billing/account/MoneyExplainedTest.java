package dev.tollgate.billing.account;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.ledger.LedgerEntry;
import dev.tollgate.billing.ledger.LedgerOperations;
import dev.tollgate.billing.ledger.LedgerPage;
import dev.tollgate.billing.request.ChangeRequestOperations;
import dev.tollgate.billing.request.NewTopUpRequest;
import dev.tollgate.billing.request.TopUpRequestRef;
import dev.tollgate.billing.statement.StatementItem;
import dev.tollgate.billing.statement.StatementMonth;
import dev.tollgate.billing.statement.StatementOperations;
import dev.tollgate.billing.usage.UsageLevel;
import dev.tollgate.billing.usage.UsageMix;
import dev.tollgate.billing.usage.UsageOperations;
import dev.tollgate.billing.usage.UsagePage;
import dev.tollgate.billing.usage.UsageSum;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.usage.UsageCodec;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What an account's answers say of themselves. */
class MoneyExplainedTest extends OnBench {

    private static LedgerEntry latest(TenantId tenant) {
        return desk.done(LedgerOperations.LIST, desk.on(tenant), new LedgerPage(null, null, null, 1, null))
                .items()
                .getFirst();
    }

    private static TopUp topUp(TenantId tenant) {
        return desk.done(BillingOperations.CREATE_TOP_UP, desk.on(tenant), new NewTopUp(500, null));
    }

    private static void cap(TenantId tenant, long micros, @Nullable Enforcement enforcement) {
        var _ = desk.done(
                BillingOperations.SET_OVERRIDE,
                desk.on(tenant),
                new NewOverride(micros, null, enforcement, "agreed", null));
    }

    @Test
    void a_top_up_that_the_cap_leaves_no_room_for_says_so() {
        var tenant = bench.tenant(SMALL);
        cap(tenant, 1_000, null);

        var topUp = topUp(tenant);
        var billing = desk.done(BillingOperations.GET, desk.on(tenant), new NoInput());

        assertThat(topUp.warning()).contains("cannot be spent before").contains("leaves 1000 micros");
        assertThat(billing.balanceMicros()).isEqualTo(1_000);
    }

    @Test
    void a_confirmed_request_for_money_that_the_cap_leaves_no_room_for_says_so() {
        var tenant = bench.tenant(SMALL);
        cap(tenant, 1_000, null);
        var asked = desk.done(ChangeRequestOperations.REQUEST_TOP_UP, desk.on(tenant), new NewTopUpRequest(500, null));

        var confirmed = desk.done(
                ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST, desk.on(tenant), new TopUpRequestRef(asked.id()));

        assertThat(asked.warning()).isNull();
        assertThat(confirmed.warning()).contains("cannot be spent before").contains("leaves 1000 micros");
    }

    @Test
    void a_top_up_that_can_be_spent_has_no_warning() {
        var roomy = bench.tenant(SMALL);
        cap(roomy, 1_001, null);
        var notified = bench.tenant(SMALL);
        cap(notified, 1_000, Enforcement.NOTIFY);

        assertThat(topUp(roomy).warning()).isNull();
        assertThat(topUp(notified).warning()).isNull();
    }

    @Test
    void a_charge_of_one_call_names_its_operation_and_request() {
        var tenant = bench.tenant(SMALL);
        var event = bench.usage(tenant, 30);

        log.book(tenant, UsageCodec.encode(event));

        assertThat(latest(tenant).note()).isEqualTo("create_task (rest.write) ×1");
        assertThat(latest(tenant).requestId()).isEqualTo(event.call().requestId());
    }

    @Test
    void a_charge_of_several_calls_counts_them_by_operation() {
        var tenant = bench.tenant(SMALL);
        var reads = List.of(call("list_tasks", "rest.read"), call("list_tasks", "rest.read"));
        var events = List.of(
                bench.usage(tenant, 30),
                reads.get(0).event(bench, tenant, bench.workspace(tenant)),
                reads.get(1).event(bench, tenant, bench.workspace(tenant)));

        log.book(tenant, UsageCodec.encode(events));

        assertThat(latest(tenant).note()).isEqualTo("list_tasks (rest.read) ×2, create_task (rest.write) ×1");
        assertThat(latest(tenant).requestId()).isNull();
    }

    @Test
    void an_entry_of_an_operation_names_its_request_and_one_of_time_alone_its_reason() {
        var tenant = bench.tenant(SMALL);
        var included = latest(tenant);

        var topUp = topUp(tenant);

        assertThat(included.note()).isEqualTo("included usage of the month");
        assertThat(included.requestId()).isNull();
        assertThat(latest(tenant).note()).isEqualTo("top-up " + topUp.id());
        assertThat(latest(tenant).requestId()).isNotNull();
    }

    @Test
    void usage_of_a_tenant_adds_up_to_its_spend_and_shows_what_belongs_to_no_workspace() {
        var tenant = bench.tenant(SMALL);
        var ofTenant = call("create_workspace", "workspace.create").event(bench, tenant, null);
        log.book(tenant, UsageCodec.encode(List.of(bench.usage(tenant, 30), ofTenant)));

        var lines = usage(tenant, List.of(UsagePage.GroupBy.WORKSPACE));
        var total = usage(tenant, null);
        var month = bench.account(tenant).month().period().toString();
        var statement = desk.done(
                StatementOperations.GET,
                desk.on(tenant),
                new StatementMonth(month, List.of(StatementMonth.GroupBy.WORKSPACE), null, null));
        var billing = desk.done(BillingOperations.GET, desk.on(tenant), new NoInput());

        assertThat(lines.items())
                .extracting(UsageSum::level, UsageSum::workspaceId, UsageSum::chargeMicros)
                .containsExactly(
                        tuple(UsageLevel.TENANT, null, 12L), tuple(UsageLevel.WORKSPACE, bench.workspace(tenant), 30L));
        assertThat(total.items()).extracting(UsageSum::chargeMicros).containsExactly(billing.spendMicros());
        assertThat(statement.items())
                .extracting(StatementItem::level)
                .containsExactly(UsageLevel.TENANT, UsageLevel.WORKSPACE);
        assertThat(statement.spendMicros()).isEqualTo(billing.spendMicros()).isEqualTo(42);
    }

    @Test
    void the_ledger_is_a_table_to_who_asks_for_one() {
        var tenant = bench.tenant(SMALL);
        for (int at = 0; at < 30; at++) {
            log.book(tenant, UsageCodec.encode(bench.usage(tenant, 1)));
        }

        var table = desk.table(LedgerOperations.LIST, desk.on(tenant), new LedgerPage(null, null, null, null, null));

        assertThat(((Outcome.Done<Page<LedgerEntry>>) table).value().items()).hasSize(32);
    }

    private static UsageMix call(String operation, String dimension) {
        return new UsageMix(0, "key_a", Surface.REST, operation, dimension, "1", 0, 1, 12);
    }

    private static Page<UsageSum> usage(TenantId tenant, @Nullable List<UsagePage.GroupBy> groups) {
        return desk.done(UsageOperations.LIST, desk.on(tenant), new UsagePage(null, null, groups, null, null));
    }
}
