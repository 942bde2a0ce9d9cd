package dev.tollgate.loadtest.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.report.RoundSeries;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/** Samples of a process under the load of agents. */
final class SoakSamples {

    private static final double MIB = 1 << 20;
    private static final double MINUTE_SECONDS = 60;

    /**
     * One sample.
     *
     * @param atSeconds since the soak began
     * @param load since the sample before
     * @param whileCollecting during the heap measurement, which pauses the process
     * @param cpuMicros of the process since the sample before, without the heap measurement
     */
    record Sample(
            double atSeconds,
            LoadWindow load,
            LoadWindow whileCollecting,
            long heapBytes,
            int sockets,
            long cpuMicros) {

        double heapMib() {
            return heapBytes / MIB;
        }
    }

    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    void write(ObjectNode figures) {
        long answers = sum(sample -> sample.load().successes() + sample.load().errorCount());
        double seconds =
                samples.stream().mapToDouble(sample -> sample.load().seconds()).sum();
        var errors = figures.putObject("errors");
        samples.stream()
                .flatMap(sample -> Stream.of(sample.load(), sample.whileCollecting()))
                .forEach(window -> window.addErrors(errors));
        figures.put("answers", answers)
                .put("requests_per_second", answers / Math.max(seconds, 1))
                .put("cpu_us_per_call", sum(Sample::cpuMicros) / (double) Math.max(answers, 1))
                .put(
                        "error_count",
                        sum(sample -> sample.load().errorCount()
                                + sample.whileCollecting().errorCount()))
                .put(
                        "error_count_while_collecting",
                        sum(sample -> sample.whileCollecting().errorCount()));
        var series = new RoundSeries<Sample>();
        samples.forEach(series::add);
        series.writeRounds(
                Map.of(
                        "seconds", Sample::atSeconds,
                        "per_second", sample -> sample.load().perSecond(),
                        "p50_ms", sample -> sample.load().p50Ms(),
                        "p99_ms", sample -> sample.load().p99Ms(),
                        "max_ms", sample -> sample.load().maxMs(),
                        "heap_mib", Sample::heapMib,
                        "sockets", Sample::sockets),
                figures.putObject("series"));
    }

    private long sum(ToLongFunction<Sample> figure) {
        return samples.stream().mapToLong(figure).sum();
    }

    /** The rise of the live heap at the end: the slope of the regression line through its last samples. */
    double heapMibPerMinute(Duration last) {
        if (samples.isEmpty()) {
            return 0;
        }
        double from = samples.getLast().atSeconds() - last.toSeconds();
        var seen = samples.stream().filter(sample -> sample.atSeconds() >= from).toList();
        double meanAt = seen.stream().mapToDouble(Sample::atSeconds).average().orElse(0);
        double meanHeap = seen.stream().mapToDouble(Sample::heapMib).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (var sample : seen) {
            double distance = sample.atSeconds() - meanAt;
            covariance += distance * (sample.heapMib() - meanHeap);
            variance += distance * distance;
        }
        return variance == 0 ? 0 : covariance / variance * MINUTE_SECONDS;
    }
}
