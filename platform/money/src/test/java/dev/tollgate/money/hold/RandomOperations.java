package dev.tollgate.money.hold;

import dev.tollgate.money.rating.Enforcement;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Operations on the functions, at random from a seed. */
final class RandomOperations {

    private static final long[] TIMES = {
        0, 7, 1_000, 150_000, 400_000, 1_100_000, 4_000_000, 11_000_000, 95_000_000, -3_000_000
    };

    /** Beyond the figures of a copy, where its month has turned; seldom, for it closes everything. */
    private static final long LONG = 640_000_000;

    private static final int LONG_ONE_IN = 50;

    private static final List<List<RateLimit>> RATES = List.of(
            List.of(),
            List.of(),
            List.of(new RateLimit(RateLimit.TENANT, 5)),
            List.of(new RateLimit(RateLimit.TENANT, 1_000), new RateLimit("api_key key_b", 600)));

    private final Random random;

    RandomOperations(long seed) {
        random = new Random(seed);
    }

    FunctionsOperation next() {
        int dice = random.nextInt(38);
        if (dice < 14) {
            return new FunctionsOperation.Hold(
                    Stream.generate(this::entry).limit(1 + random.nextInt(3)).toList());
        }
        if (dice < 18) {
            return new FunctionsOperation.Release(random.nextInt(10), one(0, 0, 0, 1), one(0, 0, 0, 1, -1));
        }
        if (dice < 20) {
            return new FunctionsOperation.Prepare(tenant(), random.nextInt(4) - 1);
        }
        if (dice < 25) {
            return publish();
        }
        if (dice < 31) {
            return publishBudget();
        }
        if (dice < 32) {
            return new FunctionsOperation.Read(tenant());
        }
        return dice < 36
                ? new FunctionsOperation.Pass(
                        random.nextInt(LONG_ONE_IN) == 0 ? LONG : TIMES[random.nextInt(TIMES.length)])
                : new FunctionsOperation.Lose(
                        tenant(),
                        budget(),
                        FunctionsOperation.Loss.values()[random.nextInt(FunctionsOperation.Loss.values().length)]);
    }

    private FunctionsOperation.Entry entry() {
        return new FunctionsOperation.Entry(
                tenant(), budget(), 1 + random.nextInt(60), RATES.get(random.nextInt(RATES.size())), (int)
                        one(1, 1, 1, 2, 3, 8));
    }

    private FunctionsOperation publish() {
        var enforcement = random.nextInt(4) < 2
                ? Enforcement.ENFORCE
                : Enforcement.values()[random.nextInt(Enforcement.values().length)];
        return new FunctionsOperation.Publish(
                tenant(),
                random.nextInt(4) - 1,
                one(0, 0, 0, 0, 1, -1),
                one(-2, -1, 0, 1, 2, 3, 3, 7),
                LongStream.range(0, 5).mapToObj(_ -> (long) random.nextInt(400)).toList(),
                enforcement,
                one(0, 0, 0, 5_000));
    }

    private FunctionsOperation publishBudget() {
        return new FunctionsOperation.PublishBudget(
                tenant(),
                random.nextInt(ComparedStates.BUDGETS),
                random.nextInt(4) - 1,
                one(0, 0, 0, 0, 0, 1, -1),
                one(-2, -1, 0, 1, 2, 3, 3, 7),
                one(-2, 2, 3, 8, 60),
                one(1, 3, 9, 90),
                List.of((long) random.nextInt(300), (long) random.nextInt(300)));
    }

    private int tenant() {
        return random.nextInt(ComparedStates.TENANTS);
    }

    private int budget() {
        return random.nextInt(ComparedStates.BUDGETS + 1) - 1;
    }

    private long one(long... of) {
        return of[random.nextInt(of.length)];
    }
}
