package dev.tollgate.billing.usage;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.usage.UsagePage.GroupBy;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Tabular;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.WalledStatements;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Usage of a workspace, summed up. */
class UsageQueriesTest extends OnBench {

    @Test
    void usage_is_summed_by_what_is_asked_for() {
        var tenant = bench.tenant(SMALL);
        var other = call("mcp.call", 0, 12);
        log.book(tenant, UsageCodec.encode(bench.usage(tenant, 30)));
        log.book(tenant, UsageCodec.encode(other.event(bench, tenant, bench.workspace(tenant))));

        var whole = list(tenant, new UsagePage(null, null, null, null, null));
        var split = list(tenant, new UsagePage(null, null, List.of(GroupBy.SURFACE, GroupBy.DIMENSION), 10, null));

        assertThat(whole.items())
                .containsExactly(new UsageSum(null, null, null, null, null, null, null, null, 2, 2, 42));
        assertThat(split.items())
                .containsExactly(
                        new UsageSum(null, null, null, null, "mcp.call", null, null, "mcp", 1, 1, 12),
                        new UsageSum(null, null, null, null, "rest.write", null, null, "rest", 1, 1, 30));
    }

    @Test
    void the_first_day_counts_and_the_last_does_not() {
        var tenant = bench.tenant(SMALL);
        var today = today();
        for (int daysAgo = 0; daysAgo < 3; daysAgo++) {
            log.book(
                    tenant,
                    UsageCodec.encode(
                            call("rest.read", daysAgo, 10 + daysAgo).event(bench, tenant, bench.workspace(tenant))));
        }

        var page = list(tenant, new UsagePage(today.minusDays(2), today, List.of(GroupBy.DAY), null, null));

        assertThat(page.items().stream().map(UsageSum::day)).containsExactly(today.minusDays(2), today.minusDays(1));
        assertThat(page.items().stream().map(UsageSum::chargeMicros)).containsExactly(12L, 11L);
    }

    @Test
    void a_span_that_is_empty_or_longer_than_400_days_is_refused_with_its_field() {
        var tenant = bench.tenant(SMALL);
        var today = today();

        var empty = refusal(tenant, new UsagePage(today, today, null, null, null));
        var longer = refusal(tenant, new UsagePage(today.minusDays(401), today, null, null, null));
        var longest = list(tenant, new UsagePage(today.minusDays(400), today, null, null, null));

        assertThat(((Refusal.ValidationFailed) empty).fieldErrors().getFirst().field())
                .isEqualTo("to");
        assertThat(((Refusal.ValidationFailed) longer).fieldErrors().getFirst().field())
                .isEqualTo("from");
        assertThat(longest.items()).isEmpty();
    }

    @Test
    void a_line_that_comes_between_two_pages_repeats_and_hides_none() {
        var tenant = bench.tenant(SMALL);
        var in = bench.workspace(tenant);
        log.book(tenant, UsageCodec.encode(call("rest.read", 0, 1).event(bench, tenant, in)));
        log.book(tenant, UsageCodec.encode(call("rest.write", 0, 2).event(bench, tenant, in)));

        var first = list(tenant, new UsagePage(null, null, List.of(GroupBy.DIMENSION), 1, null));
        log.book(tenant, UsageCodec.encode(call("mcp.call", 0, 3).event(bench, tenant, in)));
        var second = list(tenant, new UsagePage(null, null, List.of(GroupBy.DIMENSION), 1, first.nextCursor()));

        assertThat(first.items().getFirst().dimension()).isEqualTo("rest.read");
        assertThat(second.items().getFirst().dimension()).isEqualTo("rest.write");
        assertThat(second.nextCursor()).isNull();
    }

    @Test
    void a_table_has_all_rows_at_once_and_is_refused_where_they_are_too_many() {
        var tenant = bench.tenant(SMALL);
        sums(tenant, 200);
        var whole = desk.table(
                UsageOperations.LIST, desk.in(tenant), new UsagePage(null, null, List.of(GroupBy.CREDENTIAL), 1, null));
        sums(tenant, Tabular.ROWS_MAX + 1);

        var tooMany = desk.table(
                UsageOperations.LIST, desk.in(tenant), new UsagePage(null, null, List.of(GroupBy.CREDENTIAL), 1, null));

        assertThat(((Outcome.Done<Page<UsageSum>>) whole).value().items()).hasSize(200);
        assertThat(((Outcome.Refused<?>) tooMany).refusal()).isInstanceOf(Refusal.ValidationFailed.class);
        bench.execute("DELETE FROM billing.usage_sum WHERE tenant_id = '" + tenant.value() + "'");
    }

    @Test
    void sums_are_read_from_the_daily_sums_by_their_key() {
        var tenant = bench.tenant(SMALL);
        sums(tenant, 2_000);
        bench.execute("ANALYZE billing.usage_sum");
        var today = today();

        var plan = bench.await(() -> bench.app
                .read(
                        RowSecurityContext.NONE,
                        "EXPLAIN " + WalledStatements.text(UsageQueries.SUMS_OF_WORKSPACE, 7),
                        Tuple.of(tenant.value(), today.minusDays(30), today)
                                .addArrayOfString(new String[] {"day", "dimension"})
                                .addValue(null)
                                .addLong(26L)
                                .addUUID(bench.workspace(tenant).value())
                                .addString(""))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString(0))
                        .collect(Collectors.joining("\n"))));

        assertThat(plan)
                .contains("usage_sum_key")
                .doesNotContain("call_segment")
                .doesNotContain("Seq Scan");
        bench.execute("DELETE FROM billing.usage_sum WHERE tenant_id = '" + tenant.value() + "'");
    }

    @Test
    void what_a_credential_has_spent_is_read_by_its_own_index() {
        var tenant = bench.tenant(SMALL);
        sums(tenant, 2_000);
        bench.execute("ANALYZE billing.usage_sum");
        var body = bench.text("SELECT prosrc FROM pg_proc WHERE oid = 'billing.spent_by'::regproc")
                .replace("of_tenant", "'" + tenant.value() + "'::uuid")
                .replace("of_workspace", "'" + bench.workspace(tenant).value() + "'::uuid")
                .replace("of_credential", "'key_7'")
                .replace("first", "current_date - 30")
                .replace("beyond", "current_date + 1");

        var plan = bench.texts("EXPLAIN " + body);

        assertThat(plan)
                .anyMatch(line -> line.contains("usage_sum_by_credential"))
                .noneMatch(line -> line.contains("Seq Scan"));
        bench.execute("DELETE FROM billing.usage_sum WHERE tenant_id = '" + tenant.value() + "'");
    }

    /** Sums of free calls by as many credentials; nothing of it is in the ledger. */
    private static void sums(TenantId tenant, int credentials) {
        bench.execute("INSERT INTO billing.usage_sum SELECT '" + tenant.value() + "', '"
                + bench.workspace(tenant).value()
                + "', 0, current_date, 'rest.read', 'key_' || i, 'tasks', 'rest', '1', 1, 1, 0"
                + " FROM generate_series(1, " + credentials + ") AS i ON CONFLICT DO NOTHING");
    }

    private static UsageMix call(String dimension, int daysAgo, long micros) {
        var surface = dimension.startsWith("mcp") ? Surface.MCP : Surface.REST;
        return new UsageMix(0, "key_a", surface, "create_task", dimension, "1", daysAgo, 1, micros);
    }

    private static Page<UsageSum> list(TenantId tenant, UsagePage page) {
        return desk.done(UsageOperations.LIST, desk.in(tenant), page);
    }

    private static Refusal refusal(TenantId tenant, UsagePage page) {
        return desk.refusal(UsageOperations.LIST, desk.in(tenant), page);
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(bench.clock.instant(), ZoneOffset.UTC);
    }
}
