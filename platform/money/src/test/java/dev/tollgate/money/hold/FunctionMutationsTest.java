package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The model catches each of these changes of the functions: a rule of docs/money.md, broken in the text that Redis
 * loads.
 */
class FunctionMutationsTest {

    /** A change is found long before. */
    private static final int CHAINS = 60;

    private static final int OPERATIONS = 300;

    /** The clock is the test's, as {@link RedisFunctionsBench} sets it. */
    private static final String TIME = "redis.call('TIME')";

    private static final String OWN_TIME = "redis.call('LRANGE', 'clock', 0, 1)";

    private static RawRedis redis;

    /** One expression of the text, and what stands there in its place. */
    record Mutation(String rule, String text, String instead) {

        @Override
        public String toString() {
            return rule;
        }

        String applied(String library) {
            assertThat(library).as("the text of \"" + rule + "\"").containsOnlyOnce(text);
            return library.replace(text, instead);
        }
    }

    static Stream<Mutation> mutations() {
        return Stream.concat(holds(), Stream.concat(releases(), publishes()));
    }

    private static Stream<Mutation> holds() {
        return Stream.of(
                new Mutation(
                        "hold: what is held counts against the money",
                        "copy.included + copy.prepaid - old - new,",
                        "copy.included + copy.prepaid - old,"),
                new Mutation(
                        "hold: what is held counts against the cap", "copy.cap_left - old - new", "copy.cap_left - old"),
                new Mutation("hold: money is never exceeded", "available < cost", "available + 1 < cost"),
                new Mutation("hold: the cap is never exceeded", "room < cost", "room + 1 < cost"),
                new Mutation(
                        "hold: a pause refuses whatever is left",
                        "if copy.enforcement == PAUSE then",
                        "if copy.enforcement == PAUSE and available < cost then"),
                new Mutation(
                        "hold: a copy of another run is lost", "copy.ready ~= 1 or not whole_state(copy)", "copy.ready ~= 1"),
                new Mutation(
                        "hold: a stub admits nothing", "not copy or copy.ready ~= 1 or", "not copy or copy.ready > 1 or"),
                new Mutation(
                        "hold: figures end at valid_until",
                        "now / 1000 >= copy.valid_until)",
                        "now / 1000 >= copy.valid_until + 60000)"),
                new Mutation(
                        "time: a copy two months behind is stale", "if b >= copy.last or", "if b >= copy.last + 60 or"),
                new Mutation(
                        "time: old holds draw the old month's included usage first",
                        "math.max(0, old - copy.included)",
                        "old"),
                new Mutation("time: a month ends with its last bucket", "if b < copy.turn then", "if b <= copy.turn then"),
                new Mutation(
                        "time: a hold never lies before the newest held bucket",
                        "return last > 0 and math.max(b, state.buckets[last]) or b",
                        "return b"),
                new Mutation("time: a hold never lies in a closed bucket", "state.closed + 1)", "state.closed)"));
    }

    private static Stream<Mutation> releases() {
        return Stream.of(
                new Mutation("release: only of the current incarnation", "copy.inc ~= inc or bucket", "bucket"),
                new Mutation("release: never more than is held", "state.held[i] >= cost", "state.held[i] > 0"),
                new Mutation(
                        "prepare: a current copy stays",
                        "if copy.ready == 1 then",
                        "if copy.ready == 1 and copy.inc >= n then"),
                new Mutation("prepare: a young stub stays", "(age >= 0 and age < YOUNG_MS)", "false"));
    }

    private static Stream<Mutation> publishes() {
        return Stream.of(
                new Mutation("publish: never creates a copy", "if not copy or copy.inc > inc then", "if not copy then"),
                new Mutation("publish: never over a stub of another incarnation", "elseif copy.inc < inc then", "elseif false then"),
                new Mutation("publish: an older sequence changes nothing", "if seq <= copy.seq then", "if seq < copy.seq then"),
                new Mutation("publish: drops what is held in closed buckets", "forget(copy, copy.closed)", ""),
                new Mutation(
                        "publish: the closed bucket is dropped too",
                        "state.buckets[i] <= closed",
                        "state.buckets[i] < closed"));
    }

    @BeforeAll
    static void connect() {
        redis = new RawRedis(TestServers.shared().redisUrl());
    }

    @AfterAll
    static void restore() {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        redis.close();
    }

    @Test
    void without_a_change_the_functions_do_what_the_model_says() {
        load(FunctionLibrary.source());

        for (int seed = 0; seed < CHAINS / 4; seed++) {
            run(seed);
        }
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void a_broken_rule_is_caught(Mutation mutation) {
        load(mutation.applied(FunctionLibrary.source()));

        assertThat(caught()).as(mutation.rule()).isTrue();
    }

    private static boolean caught() {
        for (int seed = 0; seed < CHAINS; seed++) {
            try {
                run(seed);
            } catch (AssertionError | IllegalStateException found) {
                return true;
            }
        }
        return false;
    }

    private static void run(int seed) {
        var bench = new RedisFunctionsBench(redis);
        var operations = new RandomOperations(seed);
        for (int i = 0; i < OPERATIONS; i++) {
            var _ = bench.run(operations.next());
        }
    }

    private static void load(String library) {
        assertThat(library).contains(TIME);
        redis.must("FUNCTION", "LOAD", "REPLACE", library.replace(TIME, OWN_TIME));
    }
}
