package dev.tollgate.modules.bi.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.dataset.ScheduleOperations.NewSchedule;
import dev.tollgate.records.resource.Ref;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Schedules, and the runs that they start. */
class SchedulesTest extends DatasetTests {

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
