package dev.tollgate.gateway.control.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.process.ProcessReport;
import dev.tollgate.runtime.telemetry.Health;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** When the installation is up, and when degraded. */
class SystemViewTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Map<String, String> SERVERS = Map.of("postgresql", "up", "redis", "up", "kafka", "up");
    private static final Map<String, String> ALL =
            Map.of("outbox", "up", "meter", "up", "audit", "up", "webhooks", "up");

    @Test
    void it_is_up_if_every_part_is_up() {
        assertThat(status(SERVERS, report("ready", false, ALL))).isEqualTo(SystemState.Status.UP);
    }

    @Test
    void a_silent_process_whose_parts_a_living_one_runs_degrades_nothing() {
        assertThat(status(SERVERS, report("ready", true, ALL), report("ready", false, ALL)))
                .isEqualTo(SystemState.Status.UP);
    }

    @Test
    void a_silent_part_that_no_living_process_runs_degrades() {
        var without = Map.of("outbox", "up", "meter", "up", "audit", "up");

        assertThat(status(SERVERS, report("ready", true, ALL))).isEqualTo(SystemState.Status.DEGRADED);
        assertThat(status(SERVERS, report("ready", true, ALL), report("ready", false, without)))
                .isEqualTo(SystemState.Status.DEGRADED);
    }

    @Test
    void a_process_that_starts_degrades() {
        assertThat(status(SERVERS, report("starting", false, ALL))).isEqualTo(SystemState.Status.DEGRADED);
        assertThat(status(SERVERS, report("ready", true, ALL), report("starting", false, ALL)))
                .isEqualTo(SystemState.Status.DEGRADED);
    }

    @Test
    void a_part_that_is_down_or_missing_and_a_server_that_is_away_degrade() {
        var down = Map.of("outbox", "down: late", "meter", "up", "audit", "up", "webhooks", "up");
        var missing = Map.of("outbox", "up", "meter", "up", "audit", "up");
        var away = Map.of("postgresql", "up", "redis", "down: refused", "kafka", "up");

        assertThat(status(SERVERS, report("ready", false, down))).isEqualTo(SystemState.Status.DEGRADED);
        assertThat(status(SERVERS, report("ready", false, missing))).isEqualTo(SystemState.Status.DEGRADED);
        assertThat(status(away, report("ready", false, ALL))).isEqualTo(SystemState.Status.DEGRADED);
    }

    @Test
    void a_figure_that_an_operator_should_look_at_is_an_alarm_with_its_runbook() {
        var figures = Map.ofEntries(
                Map.entry("tollgate.meter.clock.skew.seconds", 3_600.0),
                Map.entry("tollgate.meter.closed.ahead.seconds", 20.0),
                Map.entry("tollgate.meter.log.gaps", 1.0),
                Map.entry("tollgate.reconcile.copies.ahead", 2.0),
                Map.entry("tollgate.meter.log.retention.seconds", 3_600.0),
                Map.entry("tollgate.meter.dead.letters.stored", 4.0),
                Map.entry("tollgate.calls.shed.lately", 61.0),
                Map.entry("tollgate.webhooks.overdue.seconds", 601.0),
                Map.entry("tollgate.audit.seal.lag.seconds", 601.0),
                Map.entry("tollgate.reconcile.age.seconds", 601.0),
                Map.entry("tollgate.partitions.lost", 1.0));

        var state = state(figures, "maxmemory-policy is allkeys-lru");

        assertThat(state.status()).isEqualTo(SystemState.Status.DEGRADED);
        assertThat(state.alarms()).extracting(SystemAlarm::kind).containsExactlyInAnyOrder(SystemAlarm.Kind.values());
        assertThat(state.alarms())
                .allSatisfy(
                        alarm -> assertThat(Path.of("../docs", alarm.runbook())).exists());
    }

    @Test
    void figures_as_they_should_be_are_no_alarm() {
        var figures = Map.of(
                "tollgate.meter.clock.skew.seconds", 1.9,
                "tollgate.meter.closed.ahead.seconds", 0.0,
                "tollgate.meter.log.gaps", 0.0,
                "tollgate.calls.shed.lately", 60.0,
                "tollgate.meter.log.retention.seconds", 1_209_600.0,
                "tollgate.webhooks.overdue.seconds", 600.0,
                "tollgate.audit.seal.lag.seconds", 600.0,
                "tollgate.reconcile.age.seconds", 600.0,
                "tollgate.reconcile.sums.age.seconds", 10_800.0);

        assertThat(state(figures).alarms()).isEmpty();
        assertThat(state(figures).status()).isEqualTo(SystemState.Status.UP);
    }

    @Test
    void a_comparison_that_cannot_be_made_is_an_alarm_and_shows_no_drift() {
        var state = state(Map.of("tollgate.reconcile.age.seconds", 601.0));

        assertThat(state.alarms()).extracting(SystemAlarm::kind).containsExactly(SystemAlarm.Kind.RECONCILE_LATE);
        assertThat(state.reconciliation()).isNull();
    }

    @Test
    void sums_that_have_not_been_compared_for_hours_are_an_alarm() {
        var state = state(Map.of("tollgate.reconcile.sums.age.seconds", 10_801.0));

        assertThat(state.alarms()).extracting(SystemAlarm::kind).containsExactly(SystemAlarm.Kind.RECONCILE_LATE);
    }

    private static SystemState state(Map<String, Double> figures, String... redisFaults) {
        var report =
                new ProcessReport(UUID.randomUUID(), List.of("gateway"), "1", "ready", NOW, NOW, false, ALL, figures);
        return new SystemView(new Health.Report(true, SERVERS), List.of(report), List.of(redisFaults)).state(NOW);
    }

    private static SystemState.Status status(Map<String, String> servers, ProcessReport... reports) {
        return new SystemView(new Health.Report(true, servers), List.of(reports), List.of())
                .state(NOW)
                .status();
    }

    private static ProcessReport report(String phase, boolean silent, Map<String, String> checks) {
        return new ProcessReport(UUID.randomUUID(), List.of("gateway"), "1", phase, NOW, NOW, silent, checks, Map.of());
    }
}
