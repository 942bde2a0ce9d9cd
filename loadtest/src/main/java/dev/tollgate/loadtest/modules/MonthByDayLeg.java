package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.load.LatencyHistogram;
import dev.tollgate.loadtest.report.Await;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.stream.StreamSupport;

/**
 * A month of events by day, and other questions about it, asked without the cache at two sizes. The events are filled
 * in by {@link EventFill}; first as many as calls can send are filled in beside the same ones by {@code track_events},
 * and every question must have the same answer in both workspaces.
 */
final class MonthByDayLeg implements ModuleLeg {

    private static final int DAYS = 30;
    private static final int TRACKED = 10_000;
    private static final int CALLERS = 4;
    private static final Duration ROLL_MAX = Duration.ofMinutes(1);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final double SECOND_NANOS = 1e9;

    @Override
    public String name() {
        return "insights";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws InterruptedException {
        compareWithCalls(testbed);
        for (int count : new int[] {testbed.sized(20_000, 1_000_000), testbed.sized(200_000, 10_000_000)}) {
            long began = System.nanoTime();
            var events = filled(testbed, count);
            var into = figures.putObject("events_" + count)
                    .put("seconds_to_fill_in", (System.nanoTime() - began) / SECOND_NANOS);
            for (var question : MonthQuestions.of(events)) {
                ask(events, question, into.putObject(question.name()));
            }
        }
    }

    private static ProductEvents month(AppClient client, long count) {
        var to = Instant.now().truncatedTo(ChronoUnit.DAYS);
        var month = Duration.ofDays(DAYS);
        return new ProductEvents(client, count, to.minus(month), month);
    }

    private static ProductEvents filled(ModulesTestbed testbed, long count) {
        var events = month(testbed.client("bi"), count);
        new EventFill(testbed.installation().servers().sql(), testbed.lastWorkspace(), events).fill();
        return events;
    }

    private static void compareWithCalls(ModulesTestbed testbed) throws InterruptedException {
        var tracked = month(testbed.client("bi"), TRACKED);
        var calls = new CountedCalls();
        var _ = Callers.inParallel(CALLERS, TRACKED / ProductEvents.BATCH, number -> {
            tracked.send(number, calls);
            return number;
        });
        var sql = testbed.installation().servers().sql();
        require(
                Await.until(ROLL_MAX, POLL, () -> sql.number("SELECT count(*) FROM bi.pending") == 0),
                "events are in their cells within " + ROLL_MAX);
        var filled = filled(testbed, TRACKED);
        var asked = MonthQuestions.of(tracked);
        var same = MonthQuestions.of(filled);
        for (int i = 0; i < asked.size(); i++) {
            var ofCalls = answer(tracked.client(), asked.get(i));
            var ofFill = answer(filled.client(), same.get(i));
            for (var part : new String[] {"/series", "/other", "/cost_class"}) {
                require(
                        ofCalls.at(part).equals(ofFill.at(part)),
                        asked.get(i).name() + " has the answer of calls: " + ofCalls.at(part) + ", but: "
                                + ofFill.at(part));
            }
        }
        say("what is filled in answers as what is tracked");
    }

    private static JsonNode answer(AppClient client, MonthQuestions.Question question) {
        return client.created("/v1/bi/query", question.body());
    }

    /** Asks over and over; the points of counts must add up. */
    private static void ask(ProductEvents events, MonthQuestions.Question question, ObjectNode figures) {
        var latencies = new LatencyHistogram();
        JsonNode answer = question.body();
        for (int i = 0; i < question.warmUps() + question.asked(); i++) {
            long began = System.nanoTime();
            answer = answer(events.client(), question);
            if (i >= question.warmUps()) {
                latencies.add(System.nanoTime() - began);
            }
            if (question.share() > 0) {
                long sum = sum(answer);
                require(sum * question.share() == events.count(), events.count() + " events, but counted: " + sum);
            }
        }
        figures.put("cost_class", answer.path("cost_class").asText());
        latencies.write(figures);
    }

    private static long sum(JsonNode answer) {
        return StreamSupport.stream(answer.at("/series/0/points").spliterator(), false)
                .mapToLong(JsonNode::asLong)
                .sum();
    }
}
