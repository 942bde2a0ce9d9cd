package dev.tollgate.loadtest.overload;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.ArrivalLoad.Second;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The answers of all seconds of a load. */
record LoadTotals(
        int seconds,
        LatencyHistogram done,
        LatencyHistogram refused,
        LatencyHistogram rounds,
        long withoutTime,
        long unsent,
        Map<String, Long> others) {

    private static final double PERCENT = 100;

    static LoadTotals of(List<Second> seconds) {
        var done = new LatencyHistogram();
        var refused = new LatencyHistogram();
        var rounds = new LatencyHistogram();
        var others = new TreeMap<String, Long>();
        for (var second : seconds) {
            done.add(second.done());
            refused.add(second.refused());
            rounds.add(second.rounds());
            second.others().forEach((status, count) -> others.merge(status, count, Long::sum));
        }
        return new LoadTotals(
                seconds.size(),
                done,
                refused,
                rounds,
                seconds.stream().mapToLong(Second::withoutTime).sum(),
                seconds.stream().mapToLong(Second::unsent).sum(),
                others);
    }

    /** Calls that did not succeed, by status. */
    Map<String, Long> errors() {
        var errors = new TreeMap<>(others);
        if (refused.count() > 0) {
            errors.put("503", refused.count());
        }
        return errors;
    }

    double perSecond() {
        return (double) done.count() / seconds;
    }

    /** Calls that found a connection. */
    long calls() {
        return done.count() + refused.count() + otherCount();
    }

    private long otherCount() {
        return others.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Of the calls that were offered, those that found a connection. */
    double sentPerSecond() {
        return (double) calls() / seconds;
    }

    /** Of the calls that were offered, those that did not succeed. */
    double errorsPercent() {
        long offered = calls() + unsent;
        return PERCENT * (offered - done.count()) / Math.max(offered, 1);
    }

    /** Whether calls succeed, in this time, and nothing else happens to any. */
    boolean isNormal(double p99MaxMs) {
        return done.count() > 0 && done.ms(99) <= p99MaxMs && refused.count() == 0 && unsent == 0 && others.isEmpty();
    }

    void write(ObjectNode figures) {
        figures.put("done", done.count())
                .put("done_per_second", perSecond())
                .put("refused", refused.count())
                .put("refused_without_retry_after", withoutTime)
                .put("no_connection_free", unsent)
                .put("others", otherCount())
                .put("errors_percent", errorsPercent());
        done.write(figures.putObject("done_ms"));
        refused.write(figures.putObject("refused_ms"));
        rounds.write(figures.putObject("client_rounds_ms"));
        var other = figures.putObject("other_answers");
        others.forEach(other::put);
    }

    /** Each second by itself, for pictures. */
    static void writeSeries(List<Second> seconds, ObjectNode figures) {
        var done = figures.putArray("done");
        var refused = figures.putArray("refused");
        var doneMs = figures.putArray("done_p99_ms");
        var refusedMs = figures.putArray("refused_p99_ms");
        for (var second : seconds) {
            done.add(second.done().count());
            refused.add(second.refused().count());
            doneMs.add(second.done().ms(99));
            refusedMs.add(second.refused().ms(99));
        }
    }
}
