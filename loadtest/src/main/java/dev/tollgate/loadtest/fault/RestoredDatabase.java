package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.environment.LocalMachine;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL is restored to a minute ago, and the runbook is followed. Records of that minute are gone, but the log has
 * its usage: every success is charged once.
 */
record RestoredDatabase(int lostSeconds) implements FaultPart {

    private static final long BEFORE_MS = 5_000;
    private static final Duration BOOKED_MAX = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String RAISE_PREP = "UPDATE billing.account SET prep = prep + 1000000";
    private static final String UNSENT = "SELECT count(*) FROM outbox.message";

    @Override
    public String name() {
        return "postgres_restored";
    }

    @Override
    public boolean inShortForm() {
        return false;
    }

    @Override
    public void run(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception {
        var money = MoneyCheck.begin(testbed);
        try (var load = new SteadyLoad(testbed, name(), random.nextLong())) {
            load.start();
            TimeUnit.MILLISECONDS.sleep(BEFORE_MS);
            backUp(testbed);
            TimeUnit.SECONDS.sleep(lostSeconds);
            load.pause();
            var sql = testbed.servers().sql();
            require(
                    Await.until(BOOKED_MAX, POLL, () -> sql.number(UNSENT) == 0),
                    "the outbox is empty within " + BOOKED_MAX);
            restore(testbed);
            say("restored");
            load.settle(0, 0, figures);
        }
        money.end(0, figures);
        // a load on the restored installation
        FaultCase.of("after_the_restore", (_, _, _) -> {}).run(testbed, random, figures.putObject("afterwards"));
    }

    private static void backUp(FaultTestbed testbed) throws IOException, InterruptedException {
        testbed.servers().postgres().stop();
        copy(testbed, "postgres", "postgres-backup");
        testbed.servers().postgres().start();
    }

    /** As docs/runbooks/postgres-restored.md says. */
    private static void restore(FaultTestbed testbed) throws IOException, InterruptedException {
        testbed.gateways().forEach(Gateway::stop);
        testbed.installation().stopMeter();
        testbed.servers().postgres().kill();
        copy(testbed, "postgres-backup", "postgres");
        testbed.servers().postgres().start();
        var _ = testbed.redis().send("FLUSHALL");
        testbed.servers().sql().execute(RAISE_PREP);
        testbed.restore();
    }

    private static void copy(FaultTestbed testbed, String from, String to) throws IOException, InterruptedException {
        var folder = testbed.servers().folder();
        var _ = LocalMachine.output(List.of("rm", "-rf", folder.resolve(to).toString()), Map.of());
        var command = List.of(
                "cp", "-a", folder.resolve(from).toString(), folder.resolve(to).toString());
        var _ = LocalMachine.output(command, Map.of());
    }
}
