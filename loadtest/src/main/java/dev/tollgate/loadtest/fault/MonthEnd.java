package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.LocalMachine;
import dev.tollgate.loadtest.environment.LocalMachine.JavaProgram;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The month turns under load, on an installation whose every clock is shortly before its end: a run of this bench in a
 * process of its own has just this part.
 */
record MonthEnd() implements FaultPart {

    private static final String BENCH = "dev.tollgate.loadtest.Bench";
    /** For the start of the installation. */
    private static final Duration LEAD = Duration.ofMinutes(5);
    /** Load before the month ends. */
    private static final Duration BEFORE = Duration.ofSeconds(12);
    /** The last bucket of the month closes about a minute after it. */
    private static final Duration AFTER = Duration.ofSeconds(85);

    @Override
    public String name() {
        return "month_end";
    }

    @Override
    public boolean inShortForm() {
        return false;
    }

    @Override
    public void run(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception {
        if (FakeTime.aheadSeconds() == 0) {
            inItsOwnProcess(random.nextInt(1_000_000), figures);
        } else {
            turn(testbed, random, figures);
        }
    }

    /** Redis reads the clock of the kernel: its function library is set ahead instead. */
    private static void turn(FaultTestbed testbed, Random random, ObjectNode figures) throws Exception {
        InstantSource clock = Clock.systemUTC();
        var end = monthEnd(clock.instant());
        testbed.redis().stepClock(TimeUnit.SECONDS.toMillis(FakeTime.aheadSeconds()));
        require(clock.instant().isBefore(end.minus(BEFORE)), "the installation starts within " + LEAD);
        sleepUntil(clock, end.minus(BEFORE));
        FaultCase.of("month_end", (_, _, _) -> sleepUntil(clock, end.plus(AFTER)))
                .run(testbed, random, figures);
        long months = testbed.servers()
                .sql()
                .number("SELECT count(DISTINCT period) FROM records.call_segment WHERE charge_micros > 0");
        figures.put("months_charged", months);
        require(months == 2, "both months have charges, but " + months);
    }

    private static void sleepUntil(InstantSource clock, Instant until) throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(Duration.between(clock.instant(), until).toMillis());
    }

    private static Instant monthEnd(Instant now) {
        return YearMonth.from(now.atZone(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** How far the clock is set ahead: to shortly before the end of this month, or of the next if that is too near. */
    static long secondsAhead(Instant now) {
        var end = monthEnd(now.plus(LEAD).plusSeconds(1));
        return Duration.between(now, end.minus(LEAD)).toSeconds();
    }

    private void inItsOwnProcess(long seed, ObjectNode figures) throws Exception {
        long ahead = secondsAhead(Clock.systemUTC().instant());
        var results = Files.createTempDirectory("tollgate-month-end-");
        var command = new JavaProgram(System.getProperty("java.class.path"), BENCH)
                .command(List.of("faults", "--cases", name(), "--seed", Long.toString(seed)));
        command.add(1, "-Dbench.results=" + results);
        command.add(1, "-Dbench.launcher=" + System.getProperty("bench.launcher", "bin/tollgate"));
        figures.put("clock_ahead_seconds", ahead);
        var _ = LocalMachine.output(command, FakeTime.ahead(ahead));
        var result = JsonTrees.read(Files.readString(results.resolve("faults.json")));
        figures.set("turned", result.at("/cases/" + name()));
    }
}
