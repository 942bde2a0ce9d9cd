package dev.tollgate.billing.usage;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.billing.usage.UsagePage.GroupBy;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.CompositeFuture;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Usage of a workspace, summed up by the hour. */
class HourlySumsTest extends OnBench {

    private static final UsagePage HOURS = new UsagePage(null, null, List.of(GroupBy.HOUR), null, null);
    private static final UsagePage DAYS = new UsagePage(null, null, List.of(GroupBy.DAY), null, null);

    /** Of the bench's database, at most. */
    private static final int CONNECTIONS = 4;

    @Test
    void usage_by_the_hour_adds_up_to_that_of_its_day() {
        var tenant = bench.tenant(SMALL);
        var in = bench.workspace(tenant);
        log.book(tenant, UsageCodec.encode(call("rest.read", 0, 7).event(bench, tenant, in)));
        log.book(tenant, UsageCodec.encode(call("rest.write", 0, 30).event(bench, tenant, in)));
        log.book(tenant, UsageCodec.encode(call("rest.write", 0, 31).event(bench, tenant, in)));
        var today = today();

        var hours = list(
                tenant,
                new UsagePage(
                        today.minusDays(6), today.plusDays(1), List.of(GroupBy.HOUR, GroupBy.DIMENSION), null, null));
        var day = list(tenant, new UsagePage(null, null, List.of(GroupBy.DAY), null, null));
        var unsaid = list(tenant, new UsagePage(null, null, List.of(GroupBy.HOUR), null, null));

        assertThat(hours.items()).extracting(UsageSum::dimension).containsExactly("rest.read", "rest.write");
        assertThat(hours.items()).allSatisfy(line -> {
            assertThat(line.hour()).isEqualTo(line.hour().truncatedTo(ChronoUnit.HOURS));
            assertThat(line.day()).isNull();
        });
        assertThat(hours.items().stream().mapToLong(UsageSum::chargeMicros).sum())
                .isEqualTo(day.items().getLast().chargeMicros())
                .isEqualTo(68);
        assertThat(unsaid.items().stream().mapToLong(UsageSum::calls).sum()).isEqualTo(3);
    }

    @Test
    void usage_by_the_hour_is_refused_for_more_than_7_days_and_for_a_tenant() {
        var tenant = bench.tenant(SMALL);
        var today = today();
        var hours = List.of(GroupBy.HOUR);

        var longer = refusal(tenant, new UsagePage(today.minusDays(8), today, hours, null, null));
        var whole = desk.refusal(UsageOperations.LIST, desk.on(tenant), new UsagePage(null, null, hours, null, null));

        assertThat(((Refusal.ValidationFailed) longer).fieldErrors().getFirst().message())
                .isEqualTo("must be at most 7 days before to when grouped by hour");
        assertThat(((Refusal.ValidationFailed) whole).fieldErrors().getFirst().field())
                .isEqualTo("group_by");
    }

    @Test
    void usage_by_the_hour_of_more_calls_than_can_be_summed_is_refused_on_every_page() {
        var tenant = bench.tenant(SMALL);
        var in = bench.workspace(tenant);
        var queries = new UsageQueries(desk.work(), desk.cursors(), bench.clock, _ -> "tasks", 2);
        log.book(tenant, UsageCodec.encode(call("rest.read", 0, 1).event(bench, tenant, in)));
        log.book(tenant, UsageCodec.encode(call("rest.write", 0, 2).event(bench, tenant, in)));
        var groups = List.of(GroupBy.HOUR, GroupBy.DIMENSION);
        var start = hourly(tenant, new UsagePage(null, null, groups, 1, null));

        var fits = bench.await(() -> queries.list(start));
        var next = ((Outcome.Done<Page<UsageSum>>) fits).value().nextCursor();
        log.book(tenant, UsageCodec.encode(call("rest.read", 0, 3).event(bench, tenant, in)));
        var first = bench.await(() -> queries.list(start));
        var following = hourly(tenant, new UsagePage(null, null, groups, 1, next));
        var second = bench.await(() -> queries.list(following));

        assertThat(List.of(first, second))
                .allSatisfy(outcome -> assertThat(((Refusal.ValidationFailed) ((Outcome.Refused<?>) outcome).refusal())
                                .fieldErrors()
                                .getFirst()
                                .message())
                        .isEqualTo("the period has more than 2 calls, too many to group by hour; shorten it"));
    }

    @Test
    void a_tenant_has_one_sum_by_the_hour_in_flight_and_all_tenants_two() {
        var queries = new UsageQueries(desk.work(), desk.cursors(), bench.clock, _ -> "tasks");
        var tenant = hourly(bench.tenant(SMALL), HOURS);
        var other = hourly(bench.tenant(SMALL), HOURS);
        var third = bench.tenant(SMALL);
        var calls = List.of(tenant, tenant, other, hourly(third, HOURS), hourly(third, DAYS));

        var answers = bench.await(
                () -> Future.join(calls.stream().map(queries::list).toList()).map(CompositeFuture::list));
        var later = bench.await(() -> queries.list(tenant));

        assertThat(answers)
                .extracting(answer -> answer instanceof Outcome.Refused<?>(Refusal refusal) ? refusal.code() : "done")
                .containsExactly("done", "rate_limited", "done", "service_unavailable", "done");
        assertThat(later).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void a_sum_that_fails_frees_its_slot() {
        var sums = new HourlySums();
        var tenant = bench.tenant(SMALL);

        var thrown = sums.run(tenant, () -> {
            throw new IllegalStateException("broken");
        });
        var next = sums.run(tenant, () -> Future.succeededFuture(Outcome.done("sum")));

        assertThat(thrown.failed()).isTrue();
        assertThat(next.result()).isEqualTo(Outcome.done("sum"));
    }

    @Test
    void a_write_of_another_tenant_gets_a_connection_at_once_beside_eight_sums_by_the_hour() {
        var queries = new UsageQueries(desk.work(), desk.cursors(), bench.clock, _ -> "tasks");
        var call = hourly(bench.tenant(SMALL), HOURS);
        var other = RowSecurityContext.of(bench.tenant(SMALL));
        openAllConnections();

        var lent = bench.await(() -> {
            var sums = IntStream.range(0, 8).mapToObj(_ -> queries.list(call)).toList();
            var write = bench.app.transaction(
                    other, bench.deadline(), transaction -> transaction.query("SELECT 1", Tuple.tuple()));
            int running = bench.app.running();
            return Future.join(Future.join(sums), write).map(running);
        });

        assertThat(lent).isEqualTo(2);
    }

    /** As many transactions at a time: none ends before the last has begun. */
    private static void openAllConnections() {
        var begun = new AtomicInteger();
        var all = Promise.<Void>promise();
        var _ = bench.await(() -> Future.join(IntStream.range(0, CONNECTIONS)
                .mapToObj(_ -> bench.app.transaction(RowSecurityContext.NONE, bench.deadline(), _ -> {
                    if (begun.incrementAndGet() == CONNECTIONS) {
                        all.complete();
                    }
                    return all.future();
                }))
                .toList()));
    }

    private static Call<UsagePage> hourly(TenantId tenant, UsagePage page) {
        return desk.call(UsageOperations.LIST, desk.in(tenant), page, new Conditions(null, null, null, false));
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
