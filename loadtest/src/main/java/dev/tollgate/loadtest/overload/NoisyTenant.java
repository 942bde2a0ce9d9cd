package dev.tollgate.loadtest.overload;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.load.ArrivalLoad;
import dev.tollgate.loadtest.load.LoadFailed;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.load.VertxLoadGenerator;
import dev.tollgate.loadtest.report.PairedWindows;
import dev.tollgate.loadtest.run.BenchPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * Tenants at a quarter of what the gateway can answer, without and with one that sends ten times what its key may, in
 * alternating windows, which of both is first too.
 */
final class NoisyTenant implements BenchPart<OverloadTestbed> {

    private static final int LIMIT = 200;
    private static final int FACTOR = 10;
    private static final int CONNECTIONS = 64;
    private static final double SHARE = 0.25;

    @Override
    public String name() {
        return "noisy_tenant";
    }

    @Override
    public void run(OverloadTestbed testbed, ObjectNode figures) throws IOException, InterruptedException {
        var others = testbed.target(token -> HttpCall.get("/v1/workspace", token));
        var noisy = noisy(testbed.installation());
        int seconds = testbed.size().windowSeconds();
        var p99 = new PairedWindows();
        long errors = 0;
        var byStatus = figures.putObject("errors_of_others");
        var answers = new ArrayList<ArrivalLoad.Second>();
        var arrivals = new ArrivalLoad();
        try (var load = new VertxLoadGenerator()) {
            var warm = load.run(others, CONNECTIONS, testbed.size().warmUpSeconds());
            double perSecond = SHARE * warm.perSecond();
            Callable<LoadWindow> alone = () -> load.constant(others, CONNECTIONS, perSecond, seconds);
            Callable<List<ArrivalLoad.Second>> noise = () -> arrivals.run(noisy, CONNECTIONS, LIMIT * FACTOR, seconds);
            var _ = beside(alone, noise, new ArrayList<>());
            for (int pair = 1; pair <= testbed.size().pairs(); pair++) {
                boolean backwards = pair % 2 == 0;
                var first = backwards ? beside(alone, noise, answers) : called(alone);
                var second = backwards ? called(alone) : beside(alone, noise, answers);
                var quiet = backwards ? second : first;
                var beside = backwards ? first : second;
                errors += quiet.errorCount() + beside.errorCount();
                quiet.addErrors(byStatus);
                beside.addErrors(byStatus);
                p99.add(quiet.p99Ms(), beside.p99Ms());
                say(String.format(
                        Locale.ROOT,
                        "pair %d: p99 of the others %.1f and %.1f ms, without and with the noisy tenant",
                        pair,
                        quiet.p99Ms(),
                        beside.p99Ms()));
            }
            figures.put("others", testbed.size().tenants())
                    .put("others_per_second", perSecond)
                    .put("errors", errors);
        }
        p99.write(figures.putObject("others_p99"));
        LoadTotals.of(answers)
                .write(figures.putObject("noisy").put("limit", LIMIT).put("sent_per_second", LIMIT * FACTOR));
    }

    private static LoadTarget noisy(Installation installation) {
        var body = JsonTrees.object().put("name", "noisy").put("rate_limit", LIMIT);
        body.putArray("scopes").add("tasks:read");
        var key = BenchAccount.create(installation.control()).post("/api-keys", body);
        var call = HttpCall.get("/v1/workspace", key.path("secret").asText());
        return new LoadTarget(installation.gateway().port(), List.of(call), List.of());
    }

    private static LoadWindow beside(
            Callable<LoadWindow> window, Callable<List<ArrivalLoad.Second>> noise, List<ArrivalLoad.Second> answers)
            throws IOException, InterruptedException {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = threads.submit(noise);
            var measured = called(window);
            answers.addAll(called(running::get));
            return measured;
        }
    }

    private static <T> T called(Callable<T> work) throws IOException, InterruptedException {
        try {
            return work.call();
        } catch (IOException | InterruptedException | RuntimeException known) {
            throw known;
        } catch (ExecutionException failed) {
            throw new LoadFailed("the load of the noisy tenant broke off: " + failed.getCause(), failed);
        } catch (Exception other) {
            throw new IllegalStateException(other);
        }
    }
}
