package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.load.LatencyHistogram;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.StreamSupport;

/** A month of events by day, asked without the cache, at two sizes of the same workspace. */
final class MonthByDayLeg implements ModuleLeg {

    private static final int DAYS = 30;
    private static final int CALLERS = 8;
    private static final int WARM_UPS = 20;
    private static final int QUESTIONS = 100;

    @Override
    public String name() {
        return "insights";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws InterruptedException {
        var client = testbed.client("bi");
        var to = Instant.now().truncatedTo(ChronoUnit.DAYS);
        var month = Duration.ofDays(DAYS);
        long most = testbed.sized(50_000, 10_000_000);
        var events = new ProductEvents(client, most, to.minus(month), month);
        long tracked = 0;
        for (long count : new long[] {testbed.sized(10_000, 1_000_000), most}) {
            var calls = new CountedCalls();
            int batches = (int) ((count - tracked) / ProductEvents.BATCH);
            long first = tracked / ProductEvents.BATCH;
            var _ = Callers.inParallel(CALLERS, batches, number -> {
                events.send(first + number, calls);
                return number;
            });
            tracked = count;
            say(count + " events, the last ones at " + Math.round(calls.perSecond() * ProductEvents.BATCH) + "/s");
            var into = figures.putObject("events_" + count);
            ask(client, question(events, "count"), count, into.putObject("count"));
            ask(client, question(events, "count_distinct"), 0, into.putObject("actors"));
        }
    }

    private static ObjectNode question(ProductEvents events, String op) {
        var trend = JsonTrees.object();
        trend.putObject("source").put("event", "*");
        var measure = trend.putArray("measures").addObject().put("op", op);
        if (!op.equals("count")) {
            measure.put("of", "actor");
        }
        trend.putObject("time")
                .put("from", events.from().toString())
                .put("to", events.from().plus(events.span()).toString())
                .put("grain", "day");
        var question = JsonTrees.object().put("fresh", true);
        question.set("query", trend);
        return question;
    }

    /** Asks over and over; the points must add up to the expected sum, unless that is 0. */
    private static void ask(AppClient client, ObjectNode question, long sum, ObjectNode figures) {
        var latencies = new LatencyHistogram();
        for (int i = 0; i < WARM_UPS + QUESTIONS; i++) {
            long began = System.nanoTime();
            var answer = client.created("/v1/bi/query", question);
            long nanos = System.nanoTime() - began;
            long total = StreamSupport.stream(answer.at("/series/0/points").spliterator(), false)
                    .mapToLong(JsonNode::asLong)
                    .sum();
            require(sum == 0 ? total > 0 : total == sum, sum + " events are counted, but " + total + ": " + answer);
            if (i >= WARM_UPS) {
                latencies.add(nanos);
            }
        }
        latencies.write(figures);
    }
}
