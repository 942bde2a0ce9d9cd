package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.redis.FunctionLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static RawRedis redis;

    static Stream<FunctionMutation> mutations() {
        return Stream.concat(BrokenAccountRules.all(), BrokenBudgetRules.all());
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
        RedisFunctionsBench.load(redis, FunctionLibrary.source());

        for (int seed = 0; seed < CHAINS / 16; seed++) {
            run(seed);
        }
    }

    @Test
    void the_functions_do_what_the_model_says_however_few_states_and_limits_are_kept() {
        RedisFunctionsBench.load(
                redis,
                FunctionLibrary.source()
                        .replace("STATES_KEPT = 4096", "STATES_KEPT = 1")
                        .replace("TENANTS_KEPT = 131072", "TENANTS_KEPT = 1")
                        .replace("TERMS_KEPT = 8192", "TERMS_KEPT = 1"));

        for (int seed = 0; seed < CHAINS / 16; seed++) {
            run(seed);
        }
    }

    @ParameterizedTest
    @MethodSource("mutations")
    void a_broken_rule_is_caught(FunctionMutation mutation) {
        RedisFunctionsBench.load(redis, mutation.applied(FunctionLibrary.source()));

        assertThat(caught()).as(mutation.rule()).isTrue();
    }

    @Test
    void the_page_of_money_lists_every_mutation() throws IOException {
        var page = Files.readString(Path.of("../../docs/money.md"));

        assertThat(mutations()
                        .map(mutation ->
                                "| " + mutation.rule().replaceFirst(": ", " | ") + " | model of the functions |"))
                .allSatisfy(line -> assertThat(page).contains(line));
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
}
