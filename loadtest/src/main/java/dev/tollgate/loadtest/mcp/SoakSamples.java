package dev.tollgate.loadtest.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LoadWindow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

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

    /** The figures of all samples. */
    record Summary(
            long answers,
            double requestsPerSecond,
            double cpuUsPerCall,
            Map<String, Long> errors,
            long errorCount,
            long errorCountWhileCollecting,
            Series series) {}

    /** Each figure over time. */
    record Series(
            List<Double> seconds,
            List<Double> perSecond,
            List<Double> p50Ms,
            List<Double> p99Ms,
            List<Double> maxMs,
            List<Double> heapMib,
            List<Integer> sockets) {}

    private final List<Sample> samples = new ArrayList<>();

    void add(Sample sample) {
        samples.add(sample);
    }

    void write(ObjectNode figures) {
        JsonTrees.write(summary(), figures);
    }

    Summary summary() {
        long answers = samples.stream()
                .mapToLong(sample -> sample.load().successes() + sample.load().errorCount())
                .sum();
        double seconds =
                samples.stream().mapToDouble(sample -> sample.load().seconds()).sum();
        long cpuMicros = samples.stream().mapToLong(Sample::cpuMicros).sum();
        var errors = new TreeMap<String, Long>();
        for (var sample : samples) {
            sample.load().errors().forEach((status, count) -> errors.merge(status, count, Long::sum));
            sample.whileCollecting().errors().forEach((status, count) -> errors.merge(status, count, Long::sum));
        }
        return new Summary(
                answers,
                answers / Math.max(seconds, 1),
                cpuMicros / (double) Math.max(answers, 1),
                errors,
                errors.values().stream().mapToLong(Long::longValue).sum(),
                samples.stream()
                        .mapToLong(sample -> sample.whileCollecting().errorCount())
                        .sum(),
                new Series(
                        each(Sample::atSeconds),
                        each(sample -> sample.load().perSecond()),
                        each(sample -> sample.load().p50Ms()),
                        each(sample -> sample.load().p99Ms()),
                        each(sample -> sample.load().maxMs()),
                        each(Sample::heapMib),
                        each(Sample::sockets)));
    }

    private <T> List<T> each(Function<Sample, T> figure) {
        return samples.stream().map(figure).toList();
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
