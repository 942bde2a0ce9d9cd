package dev.tollgate.billing.usage;

import static dev.tollgate.billing.BillingBench.SMALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.billing.BillingDesk;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.intake.LogInHand;
import dev.tollgate.billing.statement.Statement;
import dev.tollgate.billing.statement.StatementItem;
import dev.tollgate.billing.statement.StatementMonth;
import dev.tollgate.billing.statement.StatementOperations;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.NoInput;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.usage.UsageCodec;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Usage, statement, billing view and ledger over random mixes of calls: one sum, to the micro. */
class UsageSumsPropertyTest {

    private static final List<Grouping> OF_USAGE =
            List.of(Grouping.DAY, Grouping.DIMENSION, Grouping.CREDENTIAL, Grouping.MODULE, Grouping.SURFACE);
    private static BillingBench bench;
    private static BillingDesk desk;

    private record Sums(long calls, long quantity, long micros) {

        Sums plus(Sums other) {
            return new Sums(calls + other.calls, quantity + other.quantity, micros + other.micros);
        }
    }

    @BeforeContainer
    static void open() {
        bench = new BillingBench();
        desk = new BillingDesk(bench);
    }

    @AfterContainer
    static void close() {
        var drifts = bench.drifts();
        bench.close();
        assertThat(drifts).isEmpty();
    }

    @Property(tries = 20)
    void every_view_adds_up_to_the_usage_events_and_to_the_ledger(
            @ForAll("mixes") List<UsageMix> mixes, @ForAll("groupings") List<Grouping> groupings) {
        var tenant = bench.tenant(SMALL);
        var workspaces = Arrays.asList(bench.workspace(tenant), bench.addWorkspace(tenant), null);
        bench.topUp(tenant, 700);
        var events = mixes.stream()
                .map(mix -> mix.event(bench, tenant, workspaces.get(mix.workspace())))
                .toList();

        new LogInHand(bench).book(tenant, UsageCodec.encode(events), UsageCodec.encode(events));

        for (var workspace : workspaces.subList(0, 2)) {
            assertThat(usage(tenant, Objects.requireNonNull(workspace), groupings))
                    .isEqualTo(naive(tenant, mixes, workspaces, workspace, kept(groupings)));
        }
        addsUpToTheLedger(tenant, mixes, workspaces, groupings);
    }

    private static void addsUpToTheLedger(
            TenantId tenant, List<UsageMix> mixes, List<@Nullable WorkspaceId> workspaces, List<Grouping> groupings) {
        var statement = statement(tenant, groupings);
        long charged = mixes.stream().mapToLong(UsageMix::micros).sum();
        var billing = desk.done(BillingOperations.GET, desk.on(tenant), new NoInput());

        assertThat(number(tenant, "SELECT sum(charge_micros) FROM records.call_segment WHERE true"))
                .isEqualTo(charged);
        assertThat(number(tenant, "SELECT sum(amount_micros) FROM billing.transfer WHERE kind = 'charge'"))
                .isEqualTo(charged);
        assertThat(statement.items().stream()
                        .mapToLong(StatementItem::chargeMicros)
                        .sum())
                .isEqualTo(charged);
        assertThat(usage(tenant, null, groupings).values().stream()
                        .mapToLong(Sums::micros)
                        .sum())
                .isEqualTo(charged);
        assertThat(List.of(statement.spendMicros(), billing.spendMicros())).containsOnly(charged);
        assertThat(statement.balances().included().closingMicros()).isEqualTo(billing.includedLeftMicros());
        assertThat(statement.balances().prepaid().closingMicros()).isEqualTo(billing.prepaidMicros());
        assertThat(items(statement, groupings))
                .isEqualTo(Stream.of(0, 1, 2)
                        .map(in -> naive(tenant, mixes, workspaces, workspaces.get(in), groupings))
                        .reduce(new HashMap<>(), UsageSumsPropertyTest::merged));
    }

    private static Map<String, Sums> usage(TenantId tenant, @Nullable WorkspaceId workspace, List<Grouping> groupings) {
        var caller = new Caller(new Actor(Actor.Kind.OPERATOR, "ada", "ada"), tenant, workspace);
        var today = LocalDate.ofInstant(bench.clock.instant(), ZoneOffset.UTC);
        var groups = kept(groupings).stream()
                .map(group -> UsagePage.GroupBy.valueOf(group.name()))
                .toList();
        Map<String, Sums> sums = new HashMap<>();
        String cursor = null;
        do {
            Page<UsageSum> page = desk.done(
                    UsageOperations.LIST,
                    caller,
                    new UsagePage(today.minusDays(40), today.plusDays(2), groups.isEmpty() ? null : groups, 3, cursor));
            page.items()
                    .forEach(line -> sums.merge(
                            Stream.of(
                                            Objects.toString(line.day(), ""),
                                            Objects.toString(line.dimension(), ""),
                                            Objects.toString(line.credentialId(), ""),
                                            Objects.toString(line.module(), ""),
                                            Objects.toString(line.surface(), ""))
                                    .filter(text -> !text.isEmpty())
                                    .collect(Collectors.joining("|")),
                            new Sums(line.calls(), line.quantity(), line.chargeMicros()),
                            Sums::plus));
            cursor = page.nextCursor();
        } while (cursor != null);
        return sums;
    }

    private static Statement statement(TenantId tenant, List<Grouping> groupings) {
        var groups = groupings.stream()
                .map(group -> StatementMonth.GroupBy.valueOf(group.name()))
                .toList();
        var month = Period.of(bench.clock.instant()).toString();
        var outcome = desk.table(
                StatementOperations.GET,
                desk.on(tenant),
                new StatementMonth(
                        month, groups.isEmpty() ? List.of(StatementMonth.GroupBy.MODULE) : groups, null, null));
        return ((Outcome.Done<Statement>) outcome).value();
    }

    private static Map<String, Sums> items(Statement statement, List<Grouping> groupings) {
        Map<String, Sums> sums = new HashMap<>();
        for (var item : statement.items()) {
            var texts = new ArrayList<String>();
            texts.add(Objects.toString(item.day(), ""));
            texts.add(
                    item.workspaceId() == null ? "" : item.workspaceId().value().toString());
            texts.add(Objects.toString(item.dimension(), ""));
            texts.add(Objects.toString(item.credentialId(), ""));
            texts.add(groupings.isEmpty() ? "" : Objects.toString(item.module(), ""));
            texts.add(Objects.toString(item.surface(), ""));
            sums.merge(
                    texts.stream().filter(text -> !text.isEmpty()).collect(Collectors.joining("|")),
                    new Sums(item.calls(), item.quantity(), item.chargeMicros()),
                    Sums::plus);
        }
        return sums;
    }

    private static Map<String, Sums> naive(
            TenantId tenant,
            List<UsageMix> mixes,
            List<@Nullable WorkspaceId> workspaces,
            @Nullable WorkspaceId workspace,
            List<Grouping> groupings) {
        Map<String, Sums> sums = new HashMap<>();
        for (var mix : mixes) {
            if (Objects.equals(workspaces.get(mix.workspace()), workspace)) {
                var group = mix.group(bench, tenant, workspace);
                sums.merge(
                        Arrays.stream(Grouping.values())
                                .filter(groupings::contains)
                                .map(group::get)
                                .filter(text -> !text.isEmpty())
                                .collect(Collectors.joining("|")),
                        new Sums(1, mix.quantity(), mix.micros()),
                        Sums::plus);
            }
        }
        return sums;
    }

    private static Map<String, Sums> merged(Map<String, Sums> one, Map<String, Sums> other) {
        Map<String, Sums> all = new HashMap<>(one);
        other.forEach((key, sums) -> all.merge(key, sums, Sums::plus));
        return all;
    }

    private static List<Grouping> kept(List<Grouping> groupings) {
        return groupings.stream().filter(OF_USAGE::contains).toList();
    }

    private static long number(TenantId tenant, String sql) {
        return bench.number(sql.replace("sum(", "COALESCE(sum(").replace(") FROM", "), 0) FROM") + " AND tenant_id = '"
                + tenant.value() + "'");
    }

    @Provide
    Arbitrary<List<UsageMix>> mixes() {
        var who = Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of("key_a", "key_b", "mcp_c"),
                        Arbitraries.of(Surface.class),
                        Arbitraries.of("list_usage", "create_task"))
                .as((workspace, credential, surface, operation) ->
                        new UsageMix(workspace, credential, surface, operation, "", "", 0, 0, 0));
        return Combinators.combine(
                        who,
                        Arbitraries.of("rest.read", "rest.write", "mcp.call"),
                        Arbitraries.of("1", "2"),
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.longs().between(0, 9),
                        Arbitraries.longs().between(0, 300))
                .as((one, dimension, version, daysAgo, quantity, micros) -> new UsageMix(
                        one.workspace(),
                        one.credential(),
                        one.surface(),
                        one.operation(),
                        dimension,
                        version,
                        daysAgo,
                        quantity,
                        micros))
                .list()
                .ofMinSize(1)
                .ofMaxSize(40);
    }

    @Provide
    Arbitrary<List<Grouping>> groupings() {
        return Arbitraries.of(
                        Grouping.DAY,
                        Grouping.WORKSPACE,
                        Grouping.DIMENSION,
                        Grouping.CREDENTIAL,
                        Grouping.MODULE,
                        Grouping.SURFACE)
                .list()
                .uniqueElements()
                .map(List::copyOf);
    }
}
