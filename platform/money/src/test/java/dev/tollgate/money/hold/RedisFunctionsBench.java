package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.hold.FunctionsOperation.Entry;
import dev.tollgate.money.hold.FunctionsOperation.Hold;
import dev.tollgate.money.hold.FunctionsOperation.Lose;
import dev.tollgate.money.hold.FunctionsOperation.Loss;
import dev.tollgate.money.hold.FunctionsOperation.Pass;
import dev.tollgate.money.hold.FunctionsOperation.Prepare;
import dev.tollgate.money.hold.FunctionsOperation.Publish;
import dev.tollgate.money.hold.FunctionsOperation.Release;
import dev.tollgate.money.rating.PublishedFigures;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Pattern;

/** The functions and the model side by side: every operation goes to both, and whatever can be seen is compared. */
final class RedisFunctionsBench {

    static final int TENANTS = 2;

    private record Held(int tenant, long inc, long bucket, long cost) {}

    private static final String TIME = "redis.call('TIME')";
    private static final Pattern RUN_ID = Pattern.compile("run_id:(\\w+)");
    private static final Pattern REPLICATION = Pattern.compile("master_replid:(\\w+)");

    /** How often each verdict was given, over all chains. */
    static final Map<Integer, Long> CODES = new TreeMap<>();

    private final RawRedis redis;
    private final List<TenantId> tenants = new ArrayList<>();
    private final List<CopyModel> models = new ArrayList<>();
    private final List<Held> held = new ArrayList<>();
    private final List<byte[]> copies = new ArrayList<>();
    private final Map<Integer, byte[]> older = new HashMap<>();
    private final Map<Integer, CopyModel> olderModels = new HashMap<>();
    private final String run;
    private long nowMicros = 1_764_000_000_000_000L;
    private long turn = nowMicros / 10_000_000 + 20;

    RedisFunctionsBench(RawRedis redis) {
        this.redis = redis;
        run = found(RUN_ID, redis.text("INFO", "server")) + found(REPLICATION, redis.text("INFO", "replication"));
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(new TenantId(UUID.randomUUID()));
            models.add(new CopyModel());
            copies.add(null);
        }
        setClock();
    }

    /** Puts the library there with a clock that the test sets. */
    static void load(RawRedis redis) {
        String library = FunctionLibrary.source();
        assertThat(library).contains(TIME);
        redis.must("FUNCTION", "LOAD", "REPLACE", library.replace(TIME, "redis.call('LRANGE', 'clock', 0, 1)"));
    }

    /** How many operations it was: each call of a hold is one. */
    @CanIgnoreReturnValue
    int run(FunctionsOperation operation) {
        switch (operation) {
            case Hold(List<Entry> entries) -> hold(entries);
            case Release release -> release(release);
            case Prepare(int tenant, long above) -> prepare(tenant, above);
            case Publish publish -> publish(publish);
            case Pass(long micros) -> {
                nowMicros += micros;
                setClock();
            }
            case Lose(int tenant, Loss loss) -> lose(tenant, loss);
        }
        return operation instanceof Hold(List<Entry> entries)
                ? entries.stream().mapToInt(Entry::calls).sum()
                : 1;
    }

    /** In how many buckets a tenant holds something. */
    int pairs(int tenant) {
        return models.get(tenant).held.size();
    }

    private void hold(List<Entry> entries) {
        List<Object> command = new ArrayList<>(List.of("FCALL", "tollgate_hold_4", entries.size() * 2));
        entries.forEach(entry -> command.addAll(List.of(account(entry.tenant()), rate(entry.tenant()))));
        for (Entry entry : entries) {
            command.addAll(List.of(entry.cost(), entry.rates().size(), entry.calls()));
            entry.rates().forEach(limit -> command.addAll(List.of(limit.name(), limit.perSecond())));
        }
        List<byte[]> before = List.copyOf(known());

        List<?> reply = (List<?>) redis.must(command.toArray());

        assertThat(reply).hasSize(1);
        Buffer answers = Buffer.buffer((byte[]) reply.getFirst());
        int at = 0;
        boolean refused = true;
        for (Entry entry : entries) {
            HoldRequest request = new HoldRequest(tenants.get(entry.tenant()), entry.cost(), entry.rates());
            HoldReplies replies = HoldReplies.readAt(answers, at, new HoldEntry(request, entry.calls()));
            at += replies.bytes();
            refused &= replies.admitted() == 0;
            calls(entry, replies);
        }
        assertThat(at).isEqualTo(answers.length());
        compare();
        if (refused) {
            for (int i = 0; i < TENANTS; i++) {
                assertThat(known().get(i)).isEqualTo(before.get(i));
            }
        }
    }

    /** The model is asked for each of the equal calls by itself. */
    private void calls(Entry entry, HoldReplies replies) {
        for (int call = 0; call < entry.calls(); call++) {
            CopyModel.Reply expected = models.get(entry.tenant()).hold(entry.cost(), entry.rates(), run, nowMicros);
            HoldReply answer = replies.of(call);
            assertThat(new CopyModel.Reply(
                            answer.code(),
                            answer.inc(),
                            answer.bucket(),
                            answer.left(),
                            answer.room(),
                            answer.aged(),
                            answer.rate(),
                            answer.remaining(),
                            answer.resetMicros(),
                            answer.extra()))
                    .isEqualTo(expected);
            CODES.merge(answer.code(), 1L, Long::sum);
            if (answer.admitted()) {
                held.add(new Held(entry.tenant(), answer.inc(), answer.bucket(), entry.cost()));
            }
        }
    }

    /** The copies as they were last read; an absent one has no bytes. */
    private List<byte[]> known() {
        return copies.stream().map(copy -> copy == null ? new byte[0] : copy).toList();
    }

    private void release(Release release) {
        if (release.back() >= held.size()) {
            return;
        }
        Held one = held.get(held.size() - 1 - release.back());
        long inc = one.inc() + release.incOff();
        long cost = Math.max(1, one.cost() + release.costOff());

        List<?> reply =
                (List<?>) redis.must("FCALL", "tollgate_release_2", 1, account(one.tenant()), inc, one.bucket(), cost);

        boolean released = models.get(one.tenant()).release(inc, one.bucket(), cost, run);
        assertThat(reply.getFirst()).isEqualTo(released ? 1L : 0L);
        if (released) {
            held.remove(one);
        }
        compare();
    }

    private void prepare(int tenant, long above) {
        long n = Math.max(0, models.get(tenant).inc + above);

        List<?> reply = (List<?>) redis.must("FCALL", "tollgate_prepare_2", 1, account(tenant), n);

        assertThat(reply.getFirst()).isEqualTo(models.get(tenant).prepare(n, run, nowMicros / 1_000));
        compare();
    }

    private void publish(Publish publish) {
        CopyModel model = models.get(publish.tenant());
        long closed = nowMicros / 10_000_000 - 6 + publish.closedAbove();
        List<Long> amounts = publish.amounts();
        PublishedFigures figures = new PublishedFigures(
                Math.max(0, model.seq + publish.seqAbove()),
                Math.max(1, model.inc + publish.incOff()),
                closed,
                turn,
                turn + 60,
                amounts.get(0),
                amounts.get(1),
                amounts.get(2),
                amounts.get(3),
                amounts.get(4),
                publish.enforcement(),
                publish.validMillis() == 0 ? 0 : nowMicros / 1_000 + publish.validMillis());

        List<Object> command = new ArrayList<>(List.of("FCALL", "tollgate_publish_2", 1, account(publish.tenant())));
        command.addAll(AccountFunctions.arguments(figures));

        List<?> reply = (List<?>) redis.must(command.toArray());

        assertThat(reply.getFirst()).isEqualTo((long) model.publish(figures));
        compare();
    }

    private void lose(int tenant, Loss loss) {
        CopyModel model = models.get(tenant);
        byte[] now = copies.get(tenant);
        switch (loss) {
            case ABSENT -> {
                redis.must("DEL", account(tenant));
                model.lose();
            }
            case OTHER_RUN -> {
                if (model.present) {
                    model.run = "f".repeat(80);
                    redis.must("SET", account(tenant), model.packed());
                }
            }
            case OLDER -> {
                if (older.containsKey(tenant)) {
                    redis.must("SET", account(tenant), older.get(tenant));
                    models.set(tenant, olderModels.get(tenant).copyWithDue(model.due));
                }
                if (model.present) {
                    older.put(tenant, now);
                    olderModels.put(tenant, model.copyWithDue(Map.of()));
                }
            }
            case MONTH_TURNS -> turn = nowMicros / 10_000_000 + 3;
        }
        compare();
    }

    private void compare() {
        List<Object[]> commands = new ArrayList<>();
        for (int i = 0; i < TENANTS; i++) {
            commands.add(new Object[] {"GET", account(i)});
        }
        List<Object> replies = redis.calls(commands);
        for (int i = 0; i < TENANTS; i++) {
            copies.set(i, (byte[]) replies.get(i));
            assertThat(copies.get(i)).isEqualTo(models.get(i).packed());
        }
    }

    private void setClock() {
        redis.calls(List.of(
                new Object[] {"DEL", "clock"},
                new Object[] {"RPUSH", "clock", nowMicros / 1_000_000, nowMicros % 1_000_000}));
    }

    private String account(int tenant) {
        return RedisKeys.account(tenants.get(tenant));
    }

    private String rate(int tenant) {
        return RedisKeys.rate(tenants.get(tenant));
    }

    private static String found(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }
}
