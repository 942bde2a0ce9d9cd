package dev.tollgate.loadtest.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.Crowded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen of a process while a crowd was at it, look by look. */
final class Watched {

    private static final double MIB = 1 << 20;
    private static final double MINUTE_SECONDS = 60;

    /**
     * One look.
     *
     * @param atSeconds since the watch began
     * @param crowd until the look
     * @param beside during it: the process collects its heap and stands still for a moment
     * @param cpuMicros of the process since the look before, without what looking cost it
     */
    record Look(
            double atSeconds, Crowded.Slice crowd, Crowded.Slice beside, long heapBytes, int sockets, long cpuMicros) {}

    private final List<Look> looks = new ArrayList<>();

    void add(Look look) {
        looks.add(look);
    }

    long answers() {
        return looks.stream().mapToLong(look -> look.crowd().answers()).sum();
    }

    /** By status, of all the time. */
    Map<Integer, Long> errors() {
        Map<Integer, Long> errors = new TreeMap<>();
        for (var look : looks) {
            look.crowd().errors().forEach((status, count) -> errors.merge(status, count, Long::sum));
            look.beside().errors().forEach((status, count) -> errors.merge(status, count, Long::sum));
        }
        return errors;
    }

    private long errorsBesideLooks() {
        return looks.stream().mapToLong(look -> count(look.beside().errors())).sum();
    }

    private static long count(Map<Integer, Long> errors) {
        return errors.values().stream().mapToLong(Long::longValue).sum();
    }

    double perSecond() {
        return answers()
                / Math.max(
                        looks.stream()
                                .mapToDouble(look -> look.crowd().seconds())
                                .sum(),
                        1);
    }

    double cpuMicrosPerAnswer() {
        return looks.stream().mapToLong(Look::cpuMicros).sum() / (double) Math.max(answers(), 1);
    }

    /** By how much the live heap rises at the end: the slope of the line through its last looks. */
    double heapMibPerMinute(Duration last) {
        if (looks.isEmpty()) {
            return 0;
        }
        double from = looks.getLast().atSeconds() - last.toSeconds();
        var seen = looks.stream().filter(look -> look.atSeconds() >= from).toList();
        double at = seen.stream().mapToDouble(Look::atSeconds).average().orElse(0);
        double heap = seen.stream().mapToDouble(Look::heapBytes).average().orElse(0);
        double both = 0;
        double square = 0;
        for (var look : seen) {
            both += (look.atSeconds() - at) * (look.heapBytes() - heap);
            square += (look.atSeconds() - at) * (look.atSeconds() - at);
        }
        return square == 0 ? 0 : both / square / MIB * MINUTE_SECONDS;
    }

    void write(ObjectNode figures) {
        figures.put("answers", answers()).put("requests_per_second", perSecond());
        figures.put("cpu_us_per_call", cpuMicrosPerAnswer());
        var errors = figures.putObject("errors");
        errors().forEach((status, count) -> errors.put(Integer.toString(status), count));
        figures.put("error_count", count(errors())).put("error_count_while_collecting", errorsBesideLooks());
        var series = figures.putObject("series");
        var at = series.putArray("seconds");
        var rate = series.putArray("per_second");
        var p50 = series.putArray("p50_ms");
        var p99 = series.putArray("p99_ms");
        var max = series.putArray("max_ms");
        var heap = series.putArray("heap_mib");
        var sockets = series.putArray("sockets");
        for (var look : looks) {
            at.add(look.atSeconds());
            rate.add(look.crowd().perSecond());
            p50.add(look.crowd().p50Ms());
            p99.add(look.crowd().p99Ms());
            max.add(look.crowd().maxMs());
            heap.add(look.heapBytes() / MIB);
            sockets.add(look.sockets());
        }
    }
}
