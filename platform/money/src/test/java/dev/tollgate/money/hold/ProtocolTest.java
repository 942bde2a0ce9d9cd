package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The protocol of holds, events, markers, closes and publishes, attacked at random over the real functions and a real
 * PostgreSQL. {@code -Dprotocol.seeds=3000} attacks for longer; {@code -Dprotocol.first} repeats a seed that failed.
 */
class ProtocolTest {

    private static final int SEEDS = Integer.getInteger("protocol.seeds", 40);
    private static final int FIRST = Integer.getInteger("protocol.first", 0);
    private static final int[] STEPS = {40, 80, 160, 260};
    private static ProtocolWorld world;

    @BeforeAll
    static void open() {
        world = new ProtocolWorld();
    }

    @AfterAll
    static void close() {
        world.close();
    }

    @Test
    void while_redis_keeps_its_data_nothing_is_overspent_whatever_else_goes_wrong() {
        attack(false);
    }

    @Test
    void when_redis_loses_data_what_is_overspent_stays_within_the_loss_bound() {
        attack(true);
    }

    private static void attack(boolean loses) {
        long admitted = 0;
        long turned = 0;
        long losses = 0;
        for (int seed = FIRST; seed < FIRST + SEEDS; seed++) {
            ProtocolRun run = new ProtocolRun(world, seed, loses);
            try {
                run.run(STEPS[seed % STEPS.length]);
            } catch (AssertionError | RuntimeException broken) {
                throw new AssertionError("seed " + seed + ": " + broken.getMessage(), broken);
            }
            admitted += run.gateways.calls.size();
            turned += run.meter.turned;
            losses += run.losses;
        }
        assertThat(admitted).as("holds").isGreaterThan(SEEDS * 5L);
        assertThat(turned).as("months turned").isPositive();
        assertThat(losses)
                .as("losses of Redis")
                .satisfies(times -> assertThat(times > 0).isEqualTo(loses));
    }
}
