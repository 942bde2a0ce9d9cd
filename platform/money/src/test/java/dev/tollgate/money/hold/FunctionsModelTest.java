package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.rating.Enforcement;
import dev.tollgate.money.redis.FunctionLibrary;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.state.Action;
import net.jqwik.api.state.ActionChain;
import net.jqwik.api.state.Transformer;

/** The real functions do what the model says: every verdict and every byte of state, over 100,000 operations. */
class FunctionsModelTest {

    private static final int CHAINS = 140;
    private static final int OPERATIONS = 500;
    private static final AtomicLong RUN = new AtomicLong();
    private static RawRedis redis;

    @BeforeContainer
    static void connect() {
        redis = new RawRedis(TestServers.shared().redisUrl());
        RedisFunctionsBench.load(redis);
    }

    @AfterContainer
    static void enough() {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());
        redis.close();
        assertThat(RUN.get()).isGreaterThanOrEqualTo(100_000);
        assertThat(RedisFunctionsBench.CODES)
                .hasSize(10)
                .allSatisfy((_, times) -> assertThat(times).isGreaterThan(100));
    }

    @Property(tries = CHAINS, shrinking = ShrinkingMode.BOUNDED)
    void verdicts_and_state_are_those_of_the_model(@ForAll("chains") ActionChain<RedisFunctionsBench> chain) {
        chain.run();
    }

    @Provide
    Arbitrary<ActionChain<RedisFunctionsBench>> chains() {
        return ActionChain.startWith(() -> new RedisFunctionsBench(redis))
                .withAction(14, action(holds()))
                .withAction(4, action(releases()))
                .withAction(2, action(prepares()))
                .withAction(5, action(publishes()))
                .withAction(6, action(publishesOfBudgets()))
                .withAction(1, action(tenant().map(FunctionsOperation.Read::new)))
                .withAction(4, action(clocks()))
                .withAction(2, action(losses()))
                .withMaxTransformations(OPERATIONS);
    }

    private static Action.Independent<RedisFunctionsBench> action(Arbitrary<FunctionsOperation> operations) {
        return () -> operations.map(operation -> Transformer.mutate(operation.toString(), bench -> {
            RUN.addAndGet(bench.run(operation));
        }));
    }

    private static Arbitrary<FunctionsOperation> holds() {
        Arbitrary<FunctionsOperation.Entry> entry = Combinators.combine(
                        tenant(),
                        budget(),
                        Arbitraries.longs().between(1, 60),
                        Arbitraries.of(
                                List.<RateLimit>of(),
                                List.of(new RateLimit(RateLimit.TENANT, 5)),
                                List.of(new RateLimit(RateLimit.TENANT, 7), new RateLimit("subject \u00e9 7", 3)),
                                List.of(new RateLimit(RateLimit.TENANT, 1_000), new RateLimit("api_key key_b", 600))),
                        Arbitraries.of(1, 1, 1, 2, 3, 8))
                .as(FunctionsOperation.Entry::new);
        return entry.list().ofMinSize(1).ofMaxSize(4).map(FunctionsOperation.Hold::new);
    }

    private static Arbitrary<FunctionsOperation> releases() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 9),
                        Arbitraries.of(0L, 0L, 0L, 1L),
                        Arbitraries.of(0L, 0L, 0L, 1L, -1L))
                .as(FunctionsOperation.Release::new);
    }

    private static Arbitrary<FunctionsOperation> prepares() {
        return Combinators.combine(tenant(), Arbitraries.longs().between(-1, 2)).as(FunctionsOperation.Prepare::new);
    }

    private static Arbitrary<FunctionsOperation> publishes() {
        return Combinators.combine(
                        tenant(),
                        Arbitraries.longs().between(-1, 2),
                        Arbitraries.of(0L, 0L, 0L, 0L, 1L, -1L),
                        Arbitraries.longs().between(-2, 3),
                        Arbitraries.longs().between(0, 400).list().ofSize(5),
                        Arbitraries.of(
                                Enforcement.ENFORCE, Enforcement.ENFORCE, Enforcement.NOTIFY, Enforcement.PAUSED),
                        Arbitraries.of(0L, 0L, 0L, 5_000L))
                .as(FunctionsOperation.Publish::new);
    }

    private static Arbitrary<FunctionsOperation> publishesOfBudgets() {
        return Combinators.combine(
                        tenant(),
                        Arbitraries.integers().between(0, ComparedStates.BUDGETS - 1),
                        Arbitraries.longs().between(-1, 2),
                        Arbitraries.of(0L, 0L, 0L, 0L, 0L, 1L, -1L),
                        Arbitraries.longs().between(-2, 3),
                        Arbitraries.longs().between(-2, 12),
                        Arbitraries.of(1L, 3L, 9L, 90L),
                        Arbitraries.longs().between(0, 300).list().ofSize(2))
                .as(FunctionsOperation.PublishBudget::new);
    }

    private static Arbitrary<FunctionsOperation> clocks() {
        return Arbitraries.of(
                        0L,
                        7L,
                        1_000L,
                        150_000L,
                        400_000L,
                        1_100_000L,
                        4_000_000L,
                        11_000_000L,
                        95_000_000L,
                        -3_000_000L)
                .map(FunctionsOperation.Pass::new);
    }

    private static Arbitrary<FunctionsOperation> losses() {
        return Combinators.combine(tenant(), budget(), Arbitraries.of(FunctionsOperation.Loss.values()))
                .as(FunctionsOperation.Lose::new);
    }

    private static Arbitrary<Integer> tenant() {
        return Arbitraries.integers().between(0, ComparedStates.TENANTS - 1);
    }

    private static Arbitrary<Integer> budget() {
        return Arbitraries.integers().between(FunctionsOperation.NO_BUDGET, ComparedStates.BUDGETS - 1);
    }
}
