package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.budget.BudgetFigures;
import dev.tollgate.money.budget.BudgetLimit;
import dev.tollgate.money.budget.BudgetPeriod;
import dev.tollgate.money.budget.CredentialBudget;
import dev.tollgate.money.copy.AccountFunctions;
import dev.tollgate.money.copy.BudgetFunctions;
import dev.tollgate.money.hold.FunctionsOperation.Entry;
import dev.tollgate.money.hold.FunctionsOperation.Hold;
import dev.tollgate.money.hold.FunctionsOperation.Lose;
import dev.tollgate.money.hold.FunctionsOperation.Loss;
import dev.tollgate.money.hold.FunctionsOperation.Pass;
import dev.tollgate.money.hold.FunctionsOperation.Prepare;
import dev.tollgate.money.hold.FunctionsOperation.Publish;
import dev.tollgate.money.hold.FunctionsOperation.PublishBudget;
import dev.tollgate.money.hold.FunctionsOperation.Read;
import dev.tollgate.money.hold.FunctionsOperation.Release;
import dev.tollgate.money.rating.PublishedFigures;
import dev.tollgate.money.redis.FunctionLibrary;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The functions and the model side by side: every operation goes to both, and whatever can be seen is compared. */
public final class RedisFunctionsBench {

    private record Held(int tenant, int budget, long inc, long bucket, long cost) {}

    /** How often each verdict was given, over all chains. */
    static final Map<Integer, Long> CODES = new TreeMap<>();

    private final RawRedis redis;
    private final ComparedStates states;
    private final List<Held> held = new ArrayList<>();
    private final FunctionsClock clock;
    private long turn;

    RedisFunctionsBench(RawRedis redis) {
        this.redis = redis;
        clock = new FunctionsClock(redis);
        states = new ComparedStates(redis);
        turn = clock.bucket() + 20;
    }

    /** Puts the library there with a clock that the test sets. */
    static void load(RawRedis redis) {
        load(redis, FunctionLibrary.source());
    }

    /** The same for a changed one. */
    static void load(RawRedis redis, String library) {
        redis.must("FUNCTION", "LOAD", "REPLACE", FunctionsClock.on(library));
    }

    /** How many operations it was: each call of a hold is one. */
    @CanIgnoreReturnValue
    int run(FunctionsOperation operation) {
        switch (operation) {
            case Hold(List<Entry> entries) -> hold(entries);
            case Release release -> release(release);
            case Prepare(int tenant, long above) -> prepare(tenant, above);
            case Publish publish -> publish(publish);
            case PublishBudget publish -> publish(publish);
            case Read(int tenant) -> read(tenant);
            case Pass(long micros) -> clock.pass(micros);
            case Lose(int tenant, int budget, Loss loss) -> lose(tenant, budget, loss);
        }
        return operation instanceof Hold(List<Entry> entries)
                ? entries.stream().mapToInt(Entry::calls).sum()
                : 1;
    }

    /** In how many buckets a tenant holds something. */
    int pairs(int tenant) {
        return states.account(tenant).held.buckets();
    }

    private void hold(List<Entry> entries) {
        List<Object> keys = new ArrayList<>();
        List<Object> arguments = new ArrayList<>();
        for (Entry entry : entries) {
            HoldArguments sent = request(entry).arguments();
            keys.addAll(sent.keys());
            arguments.addAll(List.of(sent.terms(), entry.calls()));
        }
        List<Object> command = new ArrayList<>(List.of("FCALL", "tollgate_hold_8", keys.size()));
        command.addAll(keys);
        command.addAll(arguments);
        List<byte[]> before = states.known();

        List<?> reply = (List<?>) redis.must(command.toArray());

        assertThat(reply).hasSize(1);
        if (!admitsAny(entries, Buffer.buffer((byte[]) reply.getFirst()))) {
            List<byte[]> after = states.known();
            for (int state = 0; state < before.size(); state++) {
                assertThat(after.get(state)).isEqualTo(before.get(state));
            }
        }
    }

    private boolean admitsAny(List<Entry> entries, Buffer answers) {
        int at = 0;
        boolean admitted = false;
        for (Entry entry : entries) {
            HoldReplies replies = HoldReplies.readAt(answers, at, new HoldEntry(request(entry), entry.calls()));
            at += replies.bytes();
            admitted |= replies.admitted() > 0;
            calls(entry, replies);
        }
        assertThat(at).isEqualTo(answers.length());
        states.compare();
        return admitted;
    }

    private HoldRequest request(Entry entry) {
        CredentialBudget budget = entry.budget() == FunctionsOperation.NO_BUDGET
                ? null
                : new CredentialBudget(states.budgetId(entry.budget()), new BudgetLimit(1, BudgetPeriod.DAY));
        return new HoldRequest(states.tenant(entry.tenant()), entry.cost(), entry.rates(), budget);
    }

    /** The model is asked for each of the equal calls by itself. */
    private void calls(Entry entry, HoldReplies replies) {
        BudgetModel budget =
                entry.budget() == FunctionsOperation.NO_BUDGET ? null : states.budget(entry.tenant(), entry.budget());
        for (int call = 0; call < entry.calls(); call++) {
            HoldReply expected =
                    states.account(entry.tenant()).hold(entry, states.limits(entry.tenant()), budget, clock);
            HoldReply answer = replies.of(call);
            assertThat(answer).isEqualTo(expected);
            CODES.merge(answer.code(), 1L, Long::sum);
            if (answer.admitted()) {
                held.add(new Held(entry.tenant(), entry.budget(), answer.inc(), answer.bucket(), entry.cost()));
            }
        }
    }

    private void release(Release release) {
        if (release.back() >= held.size()) {
            return;
        }
        Held one = held.get(held.size() - 1 - release.back());
        long inc = one.inc() + release.incOff();
        long cost = Math.max(1, one.cost() + release.costOff());

        boolean released = released("tollgate_release_2", one, FunctionsOperation.NO_BUDGET, inc, cost);
        if (one.budget() != FunctionsOperation.NO_BUDGET) {
            released |= released("tollgate_release_budgets_3", one, one.budget(), inc, cost);
        }
        if (released) {
            held.remove(one);
        }
        states.compare();
    }

    private boolean released(String function, Held one, int budget, long inc, long cost) {
        List<?> reply =
                (List<?>) redis.must("FCALL", function, 1, states.key(one.tenant(), budget), inc, one.bucket(), cost);

        boolean released = states.state(one.tenant(), budget).release(inc, one.bucket(), cost, clock.run());
        assertThat(reply.getFirst()).isEqualTo(released ? 1L : 0L);
        return released;
    }

    private void prepare(int tenant, long above) {
        long n = Math.max(0, states.account(tenant).inc + above);

        List<?> reply = (List<?>) redis.must("FCALL", "tollgate_prepare_2", 1, account(tenant), n);

        assertThat(reply.getFirst()).isEqualTo(states.account(tenant).prepare(n, clock));
        states.compare();
    }

    private void publish(Publish publish) {
        CopyModel model = states.account(publish.tenant());
        List<Long> amounts = publish.amounts();
        PublishedFigures figures = new PublishedFigures(
                Math.max(0, model.seq + publish.seqAbove()),
                Math.max(1, model.inc + publish.incOff()),
                clock.bucket() - 6 + publish.closedAbove(),
                turn,
                turn + 60,
                amounts.get(0),
                amounts.get(1),
                amounts.get(2),
                amounts.get(3),
                amounts.get(4),
                publish.enforcement(),
                publish.validMillis() == 0 ? 0 : clock.millis() + publish.validMillis());
        List<Object> command = new ArrayList<>(List.of("FCALL", "tollgate_publish_2", 1, account(publish.tenant())));
        command.addAll(AccountFunctions.arguments(figures));

        List<?> reply = (List<?>) redis.must(command.toArray());

        assertThat(reply.getFirst()).isEqualTo((long) model.publish(figures));
        states.compare();
    }

    private void publish(PublishBudget publish) {
        CopyModel account = states.account(publish.tenant());
        BudgetModel model = states.budget(publish.tenant(), publish.budget());
        long starts = clock.bucket() - publish.startsAgo();
        BudgetFigures figures = new BudgetFigures(
                Math.max(0, model.figures.seq() + publish.seqAbove()),
                Math.max(1, account.inc + publish.incOff()),
                clock.bucket() - 6 + publish.closedAbove(),
                starts,
                starts + publish.buckets(),
                starts + 2 * publish.buckets(),
                publish.amounts().getFirst(),
                publish.amounts().getLast());
        List<Object> command = new ArrayList<>(List.of(
                "FCALL",
                "tollgate_publish_budgets_3",
                2,
                account(publish.tenant()),
                states.key(publish.tenant(), publish.budget())));
        command.addAll(BudgetFunctions.arguments(figures));

        List<?> reply = (List<?>) redis.must(command.toArray());

        assertThat(reply.getFirst()).isEqualTo((long) model.publish(figures, account, clock.run()));
        states.compare();
    }

    /** Whole states as they are, and nothing for all others. */
    private void read(int tenant) {
        CopyModel account = states.account(tenant);
        readAs("tollgate_read_2", account(tenant), account.isReady(clock.run()) ? account : null);
        for (int budget = 0; budget < ComparedStates.BUDGETS; budget++) {
            BudgetModel model = states.budget(tenant, budget);
            readAs("tollgate_read_budgets_3", states.key(tenant, budget), model.isOfRun(clock.run()) ? model : null);
        }
        states.compare();
    }

    private void readAs(String function, String key, @Nullable StateModel expected) {
        List<?> reply = (List<?>) redis.must("FCALL", function, 1, key);

        assertThat((byte[]) reply.getFirst()).isEqualTo(expected == null ? new byte[0] : expected.packed());
    }

    private void lose(int tenant, int budget, Loss loss) {
        if (loss == Loss.MONTH_TURNS) {
            turn = clock.bucket() + 3;
        } else {
            states.lose(tenant, budget, loss);
        }
        states.compare();
    }

    private String account(int tenant) {
        return states.key(tenant, FunctionsOperation.NO_BUDGET);
    }
}
