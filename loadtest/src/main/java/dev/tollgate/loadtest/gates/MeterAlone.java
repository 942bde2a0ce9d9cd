package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.environment.UsageTopic;
import dev.tollgate.loadtest.load.LoadGenerator;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Usage events per second that the meter books while nothing else runs but the servers. The gateway answers calls while
 * the meter is stopped and is stopped itself then; one in twenty records is sent a second time; the meter starts. The
 * start of its process counts.
 */
final class MeterAlone {

    static final String ONE_TENANT = "meter";
    static final String MANY_TENANTS = "meter_many_tenants";
    static final List<String> NAMES = List.of(ONE_TENANT, MANY_TENANTS);

    private static final int CONNECTIONS = 256;
    private static final int ONE_IN = 20;
    private static final Duration BOOKED_MAX = Duration.ofMinutes(10);
    private static final Duration RELAYED_MAX = Duration.ofMinutes(1);
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final double NANOS = 1e9;
    private static final String BOOKED =
            "SELECT coalesce(sum(next), 0) FROM billing.log_position WHERE topic = 'tollgate.usage'";
    private static final String UNRELAYED = "SELECT count(*) FROM outbox.message";

    private final Installation installation;
    private final LoadGenerator load;

    MeterAlone(Installation installation, LoadGenerator load) {
        this.installation = installation;
        this.load = load;
    }

    /** The ledger at one moment. */
    private record Look(long records, long nanos, long meterMicros, long serverMicros) {}

    /** Measures with the accounts of a load; the gateway runs before and afterwards. */
    LoadWindow run(String name, LoadTarget target, int seconds, ObjectNode figures)
            throws IOException, InterruptedException {
        var log = new UsageTopic(installation.servers());
        var from = log.ends();
        installation.stopMeter();
        try {
            long booked = number(BOOKED);
            var window = load.run(target, CONNECTIONS, seconds);
            require(Await.until(RELAYED_MAX, INTERVAL, () -> number(UNRELAYED) == 0), "the outbox is relayed");
            installation.gateway().stop();
            long repeated = log.repeat(from, ONE_IN);
            var ends = log.ends();
            long end = records(ends.values());
            var first = look(booked, 0);
            require(number(BOOKED) < end, "records wait when the meter starts");
            installation.startMeter();
            awaitBooked(ends);
            var last = look(end, ProcessProbe.cpuMicros(installation.meterPid()));
            write(name, figures, window, new Records(records(from.values()), end, repeated), first, last);
            return window;
        } finally {
            installation.startMeter();
            if (installation.gateway().pid() == 0) {
                installation.gateway().start();
            }
        }
    }

    /** Records of the topic before and after the load, and those that were sent twice. */
    private record Records(long before, long end, long repeated) {

        /** Events of a record; those that were sent twice count twice. */
        double events(LoadWindow window) {
            long once = end - before - repeated;
            return (double) window.successes() / Math.max(once, 1);
        }
    }

    private static void write(
            String name, ObjectNode figures, LoadWindow window, Records records, Look first, Look last) {
        double events = records.events(window) * (last.records() - first.records());
        double perSecond = events * NANOS / (last.nanos() - first.nanos());
        figures.putObject(name)
                .put("events_per_second", perSecond)
                .put("events", window.successes())
                .put("records", records.end() - records.before())
                .put("records_repeated", records.repeated())
                .put("cpu_us_meter", (last.meterMicros() - first.meterMicros()) / events)
                .put("cpu_us_servers", (last.serverMicros() - first.serverMicros()) / events);
        say(name + " " + figures.path(name));
    }

    /** Partition by partition: the meter writes markers of its own meanwhile, which a sum cannot tell from records. */
    private void awaitBooked(Map<TopicPartition, Long> ends) throws InterruptedException {
        var unbooked = ends.entrySet().stream()
                .map(end -> "(" + end.getKey().partition() + ", " + end.getValue() + ")")
                .collect(Collectors.joining(", ", "SELECT count(*) FROM (VALUES ", """
                        ) AS log (partition, ends)
                          LEFT JOIN billing.log_position AS read
                            ON read.topic = 'tollgate.usage' AND read.partition = log.partition
                         WHERE coalesce(read.next, 0) < log.ends
                        """));
        require(
                Await.until(BOOKED_MAX, INTERVAL, () -> number(unbooked) == 0),
                "the meter books everything within " + BOOKED_MAX);
    }

    private Look look(long records, long meterMicros) {
        return new Look(
                records,
                System.nanoTime(),
                meterMicros,
                ProcessProbe.treeMicros(installation.servers().pid()));
    }

    private long number(String sql) {
        return installation.servers().sql().number(sql);
    }

    private static long records(Iterable<Long> ends) {
        long sum = 0;
        for (long end : ends) {
            sum += end;
        }
        return sum;
    }
}
