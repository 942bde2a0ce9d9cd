package dev.tollgate.gateway.control.system;

import dev.tollgate.gateway.control.system.SystemAlarm.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The alarms that follow from the figures of all processes, and from what this one has found. */
final class SystemAlarms {

    private static final double SKEW_SECONDS_MAX = 2;

    /** One a second; a short peak is no alarm. */
    private static final double SHED_MAX = 60;

    private static final Duration RETENTION_MIN = Duration.ofDays(7);

    /** Of work that is done each second or minute: a restart or a short outage is no alarm. */
    private static final double LATE_SECONDS_MAX = 600;

    /** Of the comparison of sums, which is made each hour. */
    private static final double SUMS_LATE_SECONDS_MAX = 10_800;

    private SystemAlarms() {}

    /**
     * Those of all living processes; a figure is null if none has it.
     *
     * @param greatest the greatest of a figure over the processes
     * @param sum of a figure over the processes
     * @param least the least of a figure over the processes
     */
    static List<SystemAlarm> of(
            Function<String, @Nullable Double> greatest,
            Function<String, @Nullable Double> sum,
            Function<String, @Nullable Double> least) {
        var alarms = new ArrayList<SystemAlarm>();
        above(alarms, Kind.CLOCKS_DISAGREE, greatest.apply("tollgate.meter.clock.skew.seconds"), SKEW_SECONDS_MAX);
        above(alarms, Kind.CLOSES_IN_FUTURE, greatest.apply("tollgate.meter.closed.ahead.seconds"), 0);
        above(alarms, Kind.USAGE_LOG_LOST, greatest.apply("tollgate.meter.log.gaps"), 0);
        above(alarms, Kind.COPIES_AHEAD, greatest.apply("tollgate.reconcile.copies.ahead"), 0);
        above(alarms, Kind.DEAD_LETTERS, greatest.apply("tollgate.meter.dead.letters.stored"), 0);
        above(alarms, Kind.CALLS_SHED, sum.apply("tollgate.calls.shed.lately"), SHED_MAX);
        above(alarms, Kind.EVENTS_LOG_LOST, sum.apply("tollgate.partitions.lost"), 0);
        late(alarms, Kind.WEBHOOKS_OVERDUE, greatest.apply("tollgate.webhooks.overdue.seconds"));
        late(alarms, Kind.SEALS_LATE, greatest.apply("tollgate.audit.seal.lag.seconds"));
        late(alarms, Kind.RECONCILE_LATE, least.apply("tollgate.reconcile.age.seconds"));
        var sumsSeconds = least.apply("tollgate.reconcile.sums.age.seconds");
        if (sumsSeconds != null && sumsSeconds > SUMS_LATE_SECONDS_MAX) {
            alarms.add(new SystemAlarm(
                    Kind.RECONCILE_LATE,
                    "The sums of all months were last compared " + Math.round(sumsSeconds) + " s ago."));
        }
        var retentionSeconds = least.apply("tollgate.meter.log.retention.seconds");
        if (retentionSeconds != null && retentionSeconds < RETENTION_MIN.toSeconds()) {
            alarms.add(new SystemAlarm(Kind.USAGE_LOG_SHORT, detail(Kind.USAGE_LOG_SHORT, retentionSeconds)));
        }
        return alarms;
    }

    private static void late(List<SystemAlarm> alarms, Kind kind, @Nullable Double seconds) {
        above(alarms, kind, seconds, LATE_SECONDS_MAX);
    }

    private static void above(List<SystemAlarm> alarms, Kind kind, @Nullable Double figure, double most) {
        if (figure != null && figure > most) {
            alarms.add(new SystemAlarm(kind, detail(kind, figure)));
        }
    }

    private static String detail(Kind kind, double figure) {
        long whole = Math.round(figure);
        return switch (kind) {
            case CLOCKS_DISAGREE ->
                "The clocks of Redis, PostgreSQL and a meter differ by " + whole
                        + " s. Nothing closes until they agree.";
            case CLOSES_IN_FUTURE ->
                "Closes lie " + whole + " s in the future. When the clocks are right, call repair_closes.";
            case USAGE_LOG_LOST ->
                "The usage log lost events (gaps: " + whole + "). Follow the runbook, then call continue_usage_log, "
                        + "which lists and resolves the gaps.";
            case USAGE_LOG_SHORT -> "Kafka keeps usage for " + whole + " s only; it should be 7 days at least.";
            case COPIES_AHEAD ->
                whole + " account copies were ahead of their rows and are being rebuilt: PostgreSQL lost commits.";
            case REDIS_SETTINGS -> whole + " settings of Redis put money at risk.";
            case DEAD_LETTERS -> whole + " usage events are not charged: they are kept as dead letters.";
            case CALLS_SHED ->
                whole + " calls were refused with 503 in the last minute: more come than can be answered.";
            case EVENTS_LOG_LOST ->
                "Kafka does not have " + whole + " positions of readers of events or refusals any more; one of the "
                        + "audit counts in every meter.";
            case WEBHOOKS_OVERDUE -> "Webhook deliveries are " + whole + " s overdue.";
            case SEALS_LATE -> "The oldest audit entry without a seal is " + whole + " s old.";
            case RECONCILE_LATE -> "Accounts were last compared with usage " + whole + " s ago.";
        };
    }
}
