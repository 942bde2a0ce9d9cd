package dev.tollgate.gateway.control.system;

import dev.tollgate.gateway.control.system.SystemPart.Status;
import dev.tollgate.runtime.process.ProcessReport;
import dev.tollgate.runtime.process.ProductVersion;
import dev.tollgate.runtime.telemetry.Health;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The state of the installation, as its processes reported it.
 *
 * @param own this process' view, of now
 * @param reports of all processes, this one too; empty while PostgreSQL is away
 * @param redisFaults settings of Redis that put money at risk, one line each, as this process last saw them
 */
record SystemView(Health.Report own, List<ProcessReport> reports, List<String> redisFaults) {

    private static final String UP = "up";
    private static final String GATEWAY = "gateway";

    /** Part of a health check that is about a server. */
    private static final List<String> SERVERS = List.of("postgresql", "redis", "kafka");

    /** Names of parts by the name of their health check. */
    private static final Map<String, String> PARTS =
            Map.of("outbox", "relay", "meter", "billing_meter", "webhooks", "webhook_dispatcher", "audit", "audit");

    private static final List<String> NEEDED =
            List.of(GATEWAY, "relay", "billing_meter", "audit", "webhook_dispatcher");

    SystemState state(Instant now) {
        var parts = parts(now);
        var up = parts.stream().allMatch(part -> part.status() == Status.UP || replaced(part, parts));
        var alarms = new ArrayList<>(SystemAlarms.of(
                name -> figure(name, Double::max),
                name -> figure(name, Double::sum),
                name -> figure(name, Double::min)));
        redisFaults.forEach(fault -> alarms.add(new SystemAlarm(SystemAlarm.Kind.REDIS_SETTINGS, fault)));
        return new SystemState(
                up && alarms.isEmpty() ? SystemState.Status.UP : SystemState.Status.DEGRADED,
                ProductVersion.current(),
                now,
                parts,
                alarms,
                new SystemState.Lag(
                        sum("tollgate.meter.lag"),
                        most("tollgate.audit.seal.lag.seconds"),
                        sum("tollgate.outbox.backlog"),
                        sum("tollgate.webhooks.lag"),
                        most("tollgate.webhooks.overdue.seconds")),
                reconciliation(),
                most("tollgate.meter.dead.letters.stored"));
    }

    /** Whether a process that was killed has left the part, and a living one runs it too. */
    private static boolean replaced(SystemPart part, List<SystemPart> parts) {
        return part.status() == Status.SILENT
                && parts.stream()
                        .anyMatch(other -> other.name().equals(part.name()) && other.status() != Status.SILENT);
    }

    private List<SystemPart> parts(Instant now) {
        var parts = new ArrayList<SystemPart>();
        SERVERS.forEach(server -> parts.add(server(server, now)));
        reports.stream()
                .sorted(Comparator.comparing(ProcessReport::startedAt))
                .flatMap(SystemView::ofProcess)
                .sorted(Comparator.comparingInt(part -> NEEDED.indexOf(part.name())))
                .forEach(parts::add);
        if (!reports.isEmpty()) {
            NEEDED.stream()
                    .filter(name -> parts.stream().noneMatch(part -> part.name().equals(name)))
                    .forEach(name -> parts.add(new SystemPart(
                            name, Status.MISSING, "No process that runs it reports.", null, null, null)));
        }
        return parts;
    }

    private SystemPart server(String name, Instant now) {
        var said = own.parts().getOrDefault(name, "down: not connected yet");
        return new SystemPart(name, said.equals(UP) ? Status.UP : Status.DOWN, detail(said), null, null, now);
    }

    private static Stream<SystemPart> ofProcess(ProcessReport report) {
        var checks = new TreeMap<String, String>();
        if (report.parts().contains(GATEWAY)) {
            checks.put(GATEWAY, UP);
        }
        report.checks().forEach((check, said) -> {
            if (PARTS.containsKey(check)) {
                checks.put(Objects.requireNonNull(PARTS.get(check)), said);
            }
        });
        return checks.entrySet().stream().map(check -> part(report, check.getKey(), check.getValue()));
    }

    private static SystemPart part(ProcessReport report, String name, String said) {
        return new SystemPart(
                name,
                status(report, said),
                detail(said),
                report.id().toString(),
                report.version(),
                report.reportedAt());
    }

    private static Status status(ProcessReport report, String said) {
        if (report.silent()) {
            return Status.SILENT;
        }
        return switch (Health.Phase.valueOf(report.phase().toUpperCase(Locale.ROOT))) {
            case STARTING -> Status.STARTING;
            case DRAINING -> Status.DRAINING;
            case READY -> said.equals(UP) ? Status.UP : Status.DOWN;
        };
    }

    private static @Nullable String detail(String said) {
        return said.equals(UP) ? null : said.replaceFirst("^down: ", "");
    }

    private SystemState.@Nullable Reconciliation reconciliation() {
        var newest = living().filter(report -> report.figures().containsKey("tollgate.reconcile.drift.micros"))
                .max(Comparator.comparing(SystemView::comparedAt))
                .orElse(null);
        return newest == null
                ? null
                : new SystemState.Reconciliation(
                        comparedAt(newest),
                        Math.round(newest.figures().getOrDefault("tollgate.reconcile.drift.micros", 0.0)),
                        (int) Math.round(newest.figures().getOrDefault("tollgate.reconcile.drift.accounts", 0.0)));
    }

    private static Instant comparedAt(ProcessReport report) {
        double age = report.figures().getOrDefault("tollgate.reconcile.age.seconds", 0.0);
        return report.reportedAt().minus(Duration.ofMillis(Math.round(age * 1e3)));
    }

    /** Reports whose figures still count. */
    private Stream<ProcessReport> living() {
        return reports.stream().filter(report -> !report.silent());
    }

    private @Nullable Long sum(String figure) {
        return whole(figure(figure, Double::sum));
    }

    private @Nullable Long most(String figure) {
        return whole(figure(figure, Double::max));
    }

    private @Nullable Double figure(String name, BinaryOperator<Double> both) {
        return living().map(report -> report.figures().get(name))
                .filter(Objects::nonNull)
                .reduce(both)
                .orElse(null);
    }

    private static @Nullable Long whole(@Nullable Double value) {
        return value == null ? null : Math.round(value);
    }
}
