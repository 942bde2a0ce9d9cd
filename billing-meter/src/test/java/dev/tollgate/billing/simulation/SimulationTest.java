package dev.tollgate.billing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Money under a scheduler that decides every order: gateways, relay, meters, two servers of Redis, log and clocks, by
 * the real code over real servers. {@code -Dsimulation.seeds=3000} runs longer; {@code -Dsimulation.first=N} begins with
 * a seed that failed.
 */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("simulation.seeds", 32);
    private static final int FIRST = Integer.getInteger("simulation.first", 0);

    /** A database grows with each run; comparisons read all of it. */
    private static final int SEEDS_PER_WORLD = 100;

    private static final Logger LOGGER = LoggerFactory.getLogger(SimulationTest.class);
    private static SimulatedWorld world;

    /** What must have happened for the runs to show anything. */
    private enum Seen {
        HOLDS,
        REFUSALS,
        MONTHS,
        LOSSES,
        REBUILDS,
        HOLDS_BY_OLD_PRIMARY,
        CUTS,
        CLOCK_STEPS,
        ZOMBIES
    }

    @BeforeAll
    static void open() {
        world = new SimulatedWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void money_is_exact_in_every_order_of_events() {
        Map<Seen, Long> seen = new EnumMap<>(Seen.class);
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            if (seed > FIRST && (seed - FIRST) % SEEDS_PER_WORLD == 0) {
                world.close();
                world = new SimulatedWorld();
            }
            try {
                var run = new SimulatedRun(world, seed);
                run.run();
                count(run, seen);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
        }
        LOGGER.atInfo()
                .addKeyValue("first", FIRST)
                .addKeyValue("seeds", SEEDS)
                .addKeyValue("seen", seen)
                .log("simulated");
        if (SEEDS >= SimulatedFaults.Mode.COUNT * 4) {
            assertThat(seen).hasSize(Seen.values().length).allSatisfy((what, times) -> assertThat(times)
                    .as(what.name())
                    .isPositive());
        }
    }

    private static void count(SimulatedRun run, Map<Seen, Long> seen) {
        add(seen, Seen.HOLDS, run.gateways.admitted);
        add(seen, Seen.REFUSALS, run.gateways.refused);
        add(seen, Seen.MONTHS, run.account.months);
        add(seen, Seen.LOSSES, run.faults.losses);
        add(seen, Seen.REBUILDS, run.gateways.rebuilds);
        add(seen, Seen.HOLDS_BY_OLD_PRIMARY, run.gateways.admittedByOldMaster);
        add(seen, Seen.CUTS, run.faults.cuts);
        add(seen, Seen.CLOCK_STEPS, run.faults.clockSteps);
        add(seen, Seen.ZOMBIES, run.zombies);
    }

    private static void add(Map<Seen, Long> seen, Seen what, long times) {
        seen.merge(what, times, Long::sum);
    }
}
