package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money under a scheduler that decides every order: gateways, relay, meters, two servers of Redis, log and clocks, by
 * the real code over real servers. {@code -Dsimulation.seeds=400} runs longer, that many seeds of each mode;
 * {@code -Dsimulation.seed} repeats one that failed.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 4);
    private static final Long ONE = Long.getLong("simulation.seed");

    /** A database grows with each run, and comparisons read all of it. */
    private static final int SEEDS_PER_WORLD = 100;

    private static final Logger LOGGER = LoggerFactory.getLogger(SimulationTest.class);

    private final Map<Seen, Long> seen = new EnumMap<>(Seen.class);
    private SimulatedWorld world;

    /** What must have happened for the runs to show anything. */
    private enum Seen {
        HOLDS,
        REFUSALS,
        MONTHS,
        LOSSES,
        FAILOVERS,
        REBUILDS,
        HOLDS_BY_OLD_PRIMARY,
        CUTS,
        EVENTS_CUT,
        CLOCK_STEPS,
        RELAYS_REPLACED
    }

    @BeforeEach
    void open() {
        world = new SimulatedWorld();
    }

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void while_redis_and_log_keep_their_data_nothing_is_overspent_whatever_else_goes_wrong() {
        run(0, 4);

        saw(Seen.HOLDS, Seen.REFUSALS, Seen.MONTHS, Seen.CLOCK_STEPS, Seen.RELAYS_REPLACED);
    }

    @Test
    void when_redis_loses_data_what_is_overspent_stays_within_the_loss_bound() {
        run(1, 5);

        saw(Seen.HOLDS, Seen.REFUSALS, Seen.LOSSES, Seen.FAILOVERS, Seen.REBUILDS, Seen.HOLDS_BY_OLD_PRIMARY);
    }

    @Test
    void when_the_log_is_cut_every_event_is_booked_once() {
        run(2, 3, 6, 7);

        saw(Seen.HOLDS, Seen.CUTS, Seen.EVENTS_CUT, Seen.LOSSES);
    }

    private void run(int... modes) {
        int done = 0;
        for (long seed : seeds(modes)) {
            if (done > 0 && done % SEEDS_PER_WORLD == 0) {
                world.close();
                world = new SimulatedWorld();
            }
            done++;
            try {
                var run = new SimulatedRun(world, seed);
                run.run();
                count(run);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        LOGGER.atInfo().addKeyValue("seeds", done).addKeyValue("seen", seen).log("simulated");
    }

    private static long[] seeds(int... modes) {
        return LongStream.range(0, ONE == null ? SEEDS : ONE + 1)
                .flatMap(number -> Arrays.stream(modes).mapToLong(mode -> number * SimulatedFaults.Mode.COUNT + mode))
                .filter(seed -> ONE == null || ONE == seed)
                .toArray();
    }

    private void saw(Seen... all) {
        if (ONE == null) {
            assertThat(seen).containsKeys(all);
            assertThat(Arrays.stream(all).map(seen::get))
                    .allSatisfy(times -> assertThat(times).isPositive());
        }
    }

    private void count(SimulatedRun run) {
        add(Seen.HOLDS, run.gateways.admitted);
        add(Seen.REFUSALS, run.gateways.refused);
        add(Seen.MONTHS, run.account.months);
        add(Seen.LOSSES, run.faults.losses);
        add(Seen.FAILOVERS, run.faults.failovers);
        add(Seen.REBUILDS, run.gateways.rebuilds);
        add(Seen.HOLDS_BY_OLD_PRIMARY, run.gateways.admittedByOldPrimary);
        add(Seen.CUTS, run.faults.cuts);
        add(Seen.EVENTS_CUT, run.faults.eventsCut);
        add(Seen.CLOCK_STEPS, run.faults.clockSteps);
        add(Seen.RELAYS_REPLACED, run.relaysReplaced);
    }

    private void add(Seen what, long times) {
        seen.merge(what, times, Long::sum);
    }
}
