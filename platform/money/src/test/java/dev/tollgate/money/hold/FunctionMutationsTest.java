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
    private static final int CHAINS = 240;

    private static final int OPERATIONS = 300;

    /** The clock is the test's, as {@link RedisFunctionsBench} sets it. */
    private static final String TIME = "redis.call('TIME')";

    private static final String OWN_TIME = "redis.call('LRANGE', 'clock', 0, 1)";

    private static RawRedis redis;

    /**
     * One expression of a function, and what is put in its place.
     *
     * @param function its name in the text
     */
    record Mutation(String rule, String function, String text, String instead) {

        @Override
        public String toString() {
            return rule;
        }

        /** The text with the first such expression of the function changed. */
        String applied(String library) {
            int from = library.indexOf("local function " + function + '(');
            int at = library.indexOf(text, from);
            assertThat(from).as("function " + function).isNotNegative();
            assertThat(at).as("\"" + text + "\" in " + function).isBetween(from, library.indexOf("\nend\n", from));
            return library.substring(0, at) + instead + library.substring(at + text.length());
        }
    }

    static Stream<Mutation> mutations() {
        return Stream.of(holds(), equalHolds(), time(), ends(), publishes(), keptStates())
                .flatMap(each -> each);
    }

    private static Stream<Mutation> holds() {
        return Stream.of(
                new Mutation("hold: what is held counts against the money", "left", "prepaid - old - new,", "prepaid,"),
                new Mutation("hold: what is held counts against the cap", "left", "cap_left - old - new", "cap_left"),
                new Mutation(
                        "hold: money is never exceeded", "weigh_account", "available < cost", "available + 1 < cost"),
                new Mutation("hold: the cap is never exceeded", "weigh_account", "room < cost", "room + 1 < cost"),
                new Mutation(
                        "hold: a pause refuses whatever is left",
                        "weigh_account",
                        "copy.enforcement == PAUSE",
                        "copy.enforcement == PAUSE and available < cost"),
                new Mutation("hold: a copy of another run is lost", "hold", " or not whole_state(copy)", ""),
                new Mutation("hold: a stub admits nothing", "hold", "copy.ready ~= 1", "copy.ready > 1"));
    }

    private static Stream<Mutation> equalHolds() {
        return Stream.of(
                new Mutation(
                        "equal holds: money is never exceeded",
                        "fitting",
                        "math.floor(available / cost)",
                        "math.ceil(available / cost)"),
                new Mutation(
                        "equal holds: the cap is never exceeded",
                        "fitting",
                        "math.floor(room / cost)",
                        "math.ceil(room / cost)"),
                new Mutation(
                        "equal holds: as many as there is money for", "fitting", "math.min(more, ", "math.min(0, "),
                new Mutation("equal holds: a limit is never exceeded", "fitting", "free or more", "more"),
                new Mutation(
                        "equal holds: each is held", "hold", "take(copy, b, admitted * cost)", "take(copy, b, cost)"),
                new Mutation("equal holds: each counts against its limits", "move", "admitted - 1", "0"));
    }

    private static Stream<Mutation> time() {
        return Stream.of(
                new Mutation(
                        "time: figures end at their date",
                        "hold",
                        ">= copy.valid_until",
                        ">= copy.valid_until + 60000"),
                new Mutation(
                        "time: a copy two months behind has passed",
                        "hold",
                        "b >= copy.end_bucket",
                        "b >= copy.end_bucket + 60"),
                new Mutation(
                        "time: old holds draw the old month's included usage first",
                        "left",
                        "math.max(0, old - copy.included)",
                        "old"),
                new Mutation("time: a month ends with its last bucket", "left", "b < copy.turn", "b <= copy.turn"),
                new Mutation(
                        "time: a hold never lies before the newest held bucket",
                        "bucket_of",
                        "last > 0 and math.max(b, state.buckets[last]) or b",
                        "b"),
                new Mutation(
                        "time: a hold never lies in a closed bucket", "bucket_of", "state.closed + 1", "state.closed"));
    }

    private static Stream<Mutation> ends() {
        return Stream.of(
                new Mutation("release: only of the current incarnation", "release", ".inc ~= inc or", ".inc < 0 or"),
                new Mutation(
                        "release: never more than is held", "give_back", "state.held[i] >= cost", "state.held[i] > 0"),
                new Mutation(
                        "prepare: a current copy stays",
                        "prepare",
                        "copy and whole_state(copy)",
                        "copy and whole_state(copy) and copy.inc >= n"),
                new Mutation(
                        "prepare: a stub of this run stays",
                        "prepare",
                        "copy and whole_state(copy)",
                        "copy and whole_state(copy) and copy.ready == 1"));
    }

    private static Stream<Mutation> publishes() {
        return Stream.of(
                new Mutation("publish: never under a later incarnation", "publish", "or copy.inc > inc", ""),
                new Mutation("publish: never over a stub of another incarnation", "publish", "copy.inc < inc", "false"),
                new Mutation(
                        "publish: an older sequence changes nothing", "publish", "seq <= copy.seq", "seq < copy.seq"),
                new Mutation(
                        "publish: drops what is held in closed buckets", "publish", "forget(copy, copy.closed)", ""),
                new Mutation(
                        "publish: the closed bucket is dropped too",
                        "forget",
                        "state.buckets[i] <= closed",
                        "state.buckets[i] < closed"));
    }

    private static Stream<Mutation> keptStates() {
        return Stream.of(
                new Mutation(
                        "kept states: one that was changed elsewhere is read again",
                        "read_state",
                        "state.packed == packed",
                        "true"),
                new Mutation(
                        "kept states: a new bucket leaves the one before in place",
                        "take",
                        "state.former .. struct.pack('<dd', state.buckets[last], state.held[last])",
                        "state.former"),
                new Mutation("kept states: a release changes the sums", "give_back", "changed(state)", ""),
                new Mutation("kept states: figures are packed again", "forget", "changed(state)", ""),
                new Mutation(
                        "kept states: buckets that hold nothing are dropped",
                        "pack_former",
                        "state.held[i] ~= 0",
                        "true"));
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

        for (int seed = 0; seed < CHAINS / 16; seed++) {
            run(seed);
        }
    }

    @Test
    void the_functions_do_what_the_model_says_however_few_states_and_limits_are_kept() {
        load(FunctionLibrary.source()
                .replace("STATES_KEPT = 4096", "STATES_KEPT = 1")
                .replace("TENANTS_KEPT = 131072", "TENANTS_KEPT = 1"));

        for (int seed = 0; seed < CHAINS / 16; seed++) {
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
