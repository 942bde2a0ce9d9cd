package dev.tollgate.modules.bi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.dataset.DatasetOperations.DatasetPatch;
import dev.tollgate.modules.bi.dataset.DatasetOperations.DatasetQuery;
import dev.tollgate.modules.bi.dataset.DatasetOperations.NewDataset;
import dev.tollgate.modules.bi.dataset.InsightViewOperations.NewInsightView;
import dev.tollgate.modules.bi.dataset.RefreshRunOperations.RefreshRunQuery;
import dev.tollgate.modules.bi.dataset.ScheduleOperations.NewSchedule;
import dev.tollgate.modules.bi.query.Questions;
import dev.tollgate.modules.crm.DealOperations;
import dev.tollgate.modules.crm.DealOperations.NewDeal;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.ListInput;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DatasetsTest {

    private static final String DEALS =
            "{'source': {'record': 'crm.deal'}, 'measures': [{'op': 'count'}, {'op': 'sum', 'of': 'amount_cents'}],"
                    + " 'dimensions': ['status']}";

    private static Questions questions;
    private static Desk desk;

    @BeforeAll
    static void open() {
        questions = new Questions();
        desk = questions.desk;
    }

    @AfterAll
    static void close() {
        questions.close();
    }

    private static Caller seller() {
        var caller = questions.caller("bi:read", "bi:write", "crm:read");
        desk.scopes.put(caller.actor().id(), caller.scopes());
        for (int i = 1; i <= 3; i++) {
            var _ = desk.done(
                    DealOperations.CREATE,
                    caller,
                    new NewDeal("Deal " + i, null, null, null, 100L * i, "EUR", null, null, null, null, null, null));
        }
        return caller;
    }

    private static Dataset dataset(Caller caller, String query) {
        return desk.done(
                DatasetOperations.CREATE,
                caller,
                new NewDataset("Deals " + desk.ids.next(), Questions.json(query), null, null));
    }

    private static Dataset read(Caller caller, Dataset dataset) {
        return desk.done(DatasetOperations.GET, caller, new Ref<>(dataset.id()));
    }

    private static List<RefreshRun> runs(Caller caller, Dataset dataset) {
        return desk.done(
                        RefreshRunOperations.LIST,
                        caller,
                        ListInput.of(new RefreshRunQuery(null, null, dataset.id(), null, null)))
                .items();
    }

    private static List<String> events(Caller caller) {
        return desk.events(caller).stream().map(DomainEvent::type).toList();
    }

    @Test
    void a_run_replaces_the_rows_in_its_transaction() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);

        var first = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        var second = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        assertThat(first.started()).isTrue();
        assertThat(second.started()).isFalse();
        assertThat(second.id()).isEqualTo(first.id());
        var ready = read(caller, dataset);
        assertThat(ready.status()).isEqualTo(Dataset.Status.READY);
        assertThat(ready.rows()).isEqualTo(1L);
        assertThat(ready.sample()).isNotNull();
        assertThat(ready.sample().encode()).isEqualTo("{\"rows\":[[\"open\",3,600]]}");
        assertThat(ready.columns().stream().map(column -> column.name()))
                .containsExactly("status", "count", "sum(amount_cents)");
        assertThat(runs(caller, dataset).getFirst().status()).isEqualTo(RefreshRun.Status.SUCCEEDED);
        assertThat(events(caller)).contains("dataset.created", "dataset.refreshed");
        assertThat(questions
                        .ask(
                                caller,
                                "{'source': {'dataset': '" + dataset.id()
                                        + "'}, 'measures': [{'op': 'sum', 'of': 'sum(amount_cents)'}],"
                                        + " 'dimensions': ['status']}")
                        .series()
                        .getFirst()
                        .total())
                .isEqualTo(600L);
    }

    @Test
    void rows_of_three_runs_are_kept() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);

        for (int i = 0; i < 5; i++) {
            var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
            desk.runJobs();
        }

        assertThat(runs(caller, dataset)).hasSize(5);
        assertThat(desk.ownerRows("SELECT DISTINCT run_id::text FROM bi.result WHERE dataset_id = '"
                        + dataset.id().value() + "'"))
                .hasSize(3);
    }

    @Test
    void who_may_not_read_a_module_of_its_query_finds_nothing_of_a_dataset() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();
        var view = desk.done(
                InsightViewOperations.CREATE,
                caller,
                new NewInsightView("View " + desk.ids.next(), null, dataset.id(), InsightView.Chart.TABLE, null, null));
        var other = Questions.with(caller, "bi:read", "bi:write");

        assertThat(desk.refusal(DatasetOperations.GET, other, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(DatasetOperations.DELETE, other, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(DatasetOperations.REFRESH, other, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.refusal(InsightViewOperations.GET, other, new Ref<>(view.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(desk.done(DatasetOperations.LIST, other, ListInput.of(new DatasetQuery(null, null, null, null)))
                        .items())
                .isEmpty();
        assertThat(runs(other, dataset)).isEmpty();
        assertThat(questions.refusal(other, "{'view': '" + view.id() + "'}"))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(questions.refusal(other, "{'source': {'dataset': '" + dataset.id() + "'}}"))
                .isInstanceOf(Refusal.ResourceNotFound.class);
        assertThat(questions.ask(caller, "{'view': '" + view.id() + "'}").table())
                .isNotNull();
        assertThat(read(caller, dataset).status()).isEqualTo(Dataset.Status.READY);
        var stranger = questions.caller("bi:read", "crm:read");
        assertThat(desk.refusal(DatasetOperations.GET, stranger, new Ref<>(dataset.id())))
                .isInstanceOf(Refusal.ResourceNotFound.class);
    }

    @Test
    void a_run_fails_when_who_changed_the_dataset_last_has_lost_a_right() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        desk.scopes.put(caller.actor().id(), Set.of(new Scope("bi:read")));

        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        assertThat(read(caller, dataset).status()).isEqualTo(Dataset.Status.FAILED);
        assertThat(runs(caller, dataset).getFirst().error()).contains("crm");
        assertThat(events(caller)).contains("dataset.refresh_failed");
    }

    @Test
    void a_query_that_cannot_be_asked_is_not_stored() {
        var caller = questions.caller("bi:read", "bi:write");

        assertThat(desk.refusal(
                        DatasetOperations.CREATE, caller, new NewDataset("x", Questions.json(DEALS), null, null)))
                .isInstanceOf(Refusal.MissingRequiredScope.class);
        assertThat(desk.faults(
                        DatasetOperations.CREATE,
                        caller,
                        new NewDataset("x", Questions.json("{'describe': {}}"), null, null)))
                .containsExactly("query");
    }

    @Test
    void another_query_drops_the_rows_and_the_modules_that_readers_need_follow() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        var changed = desk.done(
                DatasetOperations.UPDATE,
                caller,
                new DatasetPatch(
                        dataset.id(),
                        Patch.keep(),
                        Patch.set(Questions.json(
                                "{'source': {'event': '*'}, 'time': {'last': {'n': 1, 'unit': 'day'}}}")),
                        Patch.keep(),
                        Patch.keep()));

        assertThat(changed.status()).isEqualTo(Dataset.Status.EMPTY);
        assertThat(changed.modules()).isEmpty();
        assertThat(read(Questions.with(caller, "bi:read"), dataset).sample()).isNull();
        assertThat(desk.ownerRows("SELECT run_id::text FROM bi.result WHERE dataset_id = '"
                        + dataset.id().value() + "'"))
                .isEmpty();
    }

    @Test
    void two_processes_compute_a_run_once() {
        var caller = seller();
        try (var beside = new Desk(desk)) {
            beside.scopes.putAll(desk.scopes);
            for (int i = 0; i < 5; i++) {
                var dataset = dataset(caller, DEALS);
                var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));

                var _ = Desk.await(Future.all(desk.jobs(), beside.jobs()));

                Desk.eventually(() -> assertThat(runs(caller, dataset))
                        .singleElement()
                        .satisfies(run -> {
                            assertThat(run.status()).isEqualTo(RefreshRun.Status.SUCCEEDED);
                            assertThat(run.attempt()).isEqualTo(1);
                        }));
                assertThat(events(caller).stream().filter("dataset.refreshed"::equals))
                        .hasSize(i + 1);
            }
        }
    }

    @Test
    void two_calls_at_once_start_one_run() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);

        var both = Desk.await(Future.all(
                desk.sent(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()), Conditions.NONE),
                desk.sent(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()), Conditions.NONE)));

        assertThat(both.<Outcome<?>>list().stream()
                        .filter(Outcome.Done.class::isInstance)
                        .toList())
                .hasSizeGreaterThanOrEqualTo(1);
        assertThat(runs(caller, dataset)).hasSize(1);
    }

    /** How many runs of schedules were charged. */
    private static String charged(Caller caller) {
        return desk.ownerRows("SELECT count(*)::text FROM outbox.message WHERE topic = 'tollgate.usage' AND key = '"
                        + caller.tenantId().text() + "' AND convert_from(body, 'UTF8') LIKE '%bi.refresh%'")
                .getFirst();
    }

    private static Schedule schedule(Caller caller, Dataset dataset) {
        return desk.done(
                ScheduleOperations.CREATE,
                caller,
                new NewSchedule(null, dataset.id(), "0 6 * * *", "Europe/Oslo", null, null, null));
    }

    @Test
    void after_a_stop_the_latest_missed_time_runs_once_and_is_charged() {
        var caller = seller();
        desk.funds(caller, 10_000);
        var dataset = dataset(caller, DEALS);
        var schedule = schedule(caller, dataset);

        desk.later(Duration.ofDays(4));
        desk.runJobs();

        var run = runs(caller, dataset);
        assertThat(run).singleElement().satisfies(one -> {
            assertThat(one.status()).isEqualTo(RefreshRun.Status.SUCCEEDED);
            assertThat(one.trigger()).isEqualTo(RefreshRun.Trigger.SCHEDULE);
            assertThat(one.scheduledFor())
                    .isBetween(desk.clock.instant().minus(Duration.ofDays(1)), desk.clock.instant());
        });
        var after = desk.done(ScheduleOperations.GET, caller, new Ref<>(schedule.id()));
        assertThat(after.nextRunAt()).isAfter(desk.clock.instant());
        assertThat(after.failures()).isZero();
        assertThat(charged(caller)).isEqualTo("1");
    }

    @Test
    void without_balance_a_run_is_skipped_and_the_next_one_waits_for_its_time() {
        var caller = seller();
        desk.funds(caller, 1_999);
        var dataset = dataset(caller, DEALS);
        var schedule = schedule(caller, dataset);

        desk.later(Duration.ofDays(1));
        desk.runJobs();

        assertThat(runs(caller, dataset)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RefreshRun.Status.SKIPPED);
            assertThat(run.error()).contains("balance");
        });
        var after = desk.done(ScheduleOperations.GET, caller, new Ref<>(schedule.id()));
        assertThat(after.active()).isTrue();
        assertThat(after.failures()).isZero();
    }

    @Test
    void runs_that_may_not_read_are_skipped_free_of_charge_and_five_end_the_schedule() {
        var caller = seller();
        desk.funds(caller, 1_000_000);
        var dataset = dataset(caller, DEALS);
        var schedule = schedule(caller, dataset);
        desk.scopes.put(caller.actor().id(), Set.of(new Scope("bi:read"), new Scope("bi:write")));

        for (int day = 0; day < 6; day++) {
            desk.later(Duration.ofDays(1));
            desk.runJobs();
        }

        assertThat(runs(caller, dataset)).hasSize(Schedule.FAILURES_MAX).allSatisfy(run -> {
            assertThat(run.status()).isEqualTo(RefreshRun.Status.SKIPPED);
            assertThat(run.error()).contains("crm");
        });
        assertThat(charged(caller)).isEqualTo("0");
        var off = desk.done(ScheduleOperations.GET, caller, new Ref<>(schedule.id()));
        assertThat(off.active()).isFalse();
        assertThat(off.nextRunAt()).isNull();
        assertThat(events(caller)).contains("schedule.disabled");
    }

    @Test
    void a_schedule_without_rights_ends_and_charges_nothing() {
        var caller = seller();
        desk.funds(caller, 1_000_000);
        var dataset = dataset(caller, DEALS);
        var schedule = schedule(caller, dataset);
        desk.scopes.put(caller.actor().id(), Set.of(new Scope("bi:read")));

        for (int day = 0; day < 2; day++) {
            desk.later(Duration.ofDays(1));
            desk.runJobs();
        }

        assertThat(runs(caller, dataset)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RefreshRun.Status.SKIPPED);
            assertThat(run.error()).contains("bi:write");
        });
        var off = desk.done(ScheduleOperations.GET, caller, new Ref<>(schedule.id()));
        assertThat(off.active()).isFalse();
        assertThat(off.nextRunAt()).isNull();
        assertThat(events(caller)).contains("schedule.disabled");
        assertThat(charged(caller)).isEqualTo("0");
    }

    @Test
    void a_time_at_which_a_run_is_open_passes_without_an_event() {
        var caller = seller();
        desk.funds(caller, 1_000_000);
        var dataset = dataset(caller, DEALS);
        var schedule = schedule(caller, dataset);
        var started = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        // The run is left to another process.
        desk.owner("UPDATE records.job SET next_at = 'infinity' WHERE kind = 'bi.refresh' AND workspace_id = '"
                + caller.workspaceId().value() + "'");
        var before = events(caller);

        desk.later(Duration.ofDays(1));
        desk.runJobs();

        assertThat(events(caller)).isEqualTo(before);
        assertThat(runs(caller, dataset).stream().map(RefreshRun::id)).containsExactly(started.id());
        assertThat(desk.done(ScheduleOperations.GET, caller, new Ref<>(schedule.id()))
                        .nextRunAt())
                .isAfter(desk.clock.instant());
    }

    @Test
    void a_workspace_has_a_maximum_of_schedules() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var wanted = new NewSchedule(null, dataset.id(), "0 6 * * *", null, false, null, null);
        for (int i = 1; i < Schedules.SCHEDULES_MAX; i++) {
            var _ = desk.done(ScheduleOperations.CREATE, caller, wanted);
        }

        var both = Desk.await(Future.all(
                desk.sent(ScheduleOperations.CREATE, caller, wanted, Conditions.NONE),
                desk.sent(ScheduleOperations.CREATE, caller, wanted, Conditions.NONE)));

        assertThat(both.<Outcome<?>>list().stream().filter(Outcome.Done.class::isInstance))
                .hasSize(1);
        assertThat(desk.refusal(ScheduleOperations.CREATE, caller, wanted)).isInstanceOf(Refusal.Conflict.class);
    }

    @Test
    void a_run_that_never_ended_is_not_tried_again_for_ever() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);
        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.owner("UPDATE bi.refresh_run SET status = 'running', attempt = " + RefreshJob.ATTEMPTS_MAX
                + " WHERE dataset_id = '" + dataset.id().value() + "'");

        desk.runJobs();

        assertThat(runs(caller, dataset)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RefreshRun.Status.FAILED);
            assertThat(run.error()).contains("tries");
        });
        assertThat(read(caller, dataset).status()).isEqualTo(Dataset.Status.FAILED);
    }

    @Test
    void a_run_of_too_many_bytes_reads_no_more_than_it_may() {
        var caller = questions.caller("bi:read", "bi:write");
        desk.scopes.put(caller.actor().id(), caller.scopes());
        questions.track(caller, List.of(Questions.event("seen", desk.clock.instant(), "ada", "{}")));
        desk.owner("INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)"
                + " SELECT e.workspace_id, e.occurred_at, gen_random_uuid(), e.name_no, e.actor, 0, e.received_at,"
                + " jsonb_build_object('page', n || repeat('x', 20000)) FROM bi.event e, generate_series(1, 6000) AS n"
                + " WHERE e.workspace_id = '" + caller.workspaceId().value() + "'");
        var dataset = dataset(
                caller,
                "{'source': {'event': 'seen'}, 'time': {'last': {'n': 1, 'unit': 'day'}}, 'dimensions': ['properties.page']}");

        var _ = desk.done(DatasetOperations.REFRESH, caller, new Ref<>(dataset.id()));
        desk.runJobs();

        assertThat(runs(caller, dataset)).singleElement().satisfies(run -> {
            assertThat(run.status()).isEqualTo(RefreshRun.Status.FAILED);
            assertThat(run.error()).contains("MiB");
        });
    }

    @Test
    void a_schedule_follows_its_zone() {
        var caller = seller();
        var dataset = dataset(caller, DEALS);

        var schedule = schedule(caller, dataset);

        assertThat(schedule.nextRunAt()).isNotNull();
        assertThat(schedule.nextRunAt().atZone(ZoneId.of("Europe/Oslo")).getHour())
                .isEqualTo(6);
        assertThat(schedule.nextRunAt()).isAfter(Instant.EPOCH);
        assertThat(desk.faults(
                        ScheduleOperations.CREATE,
                        caller,
                        new NewSchedule(null, dataset.id(), "* * * * *", null, null, null, null)))
                .containsExactly("cron");
    }
}
