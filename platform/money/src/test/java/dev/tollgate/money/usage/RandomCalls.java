package dev.tollgate.money.usage;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.runtime.ids.IdSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Calls by chance; the same seed gives the same calls. */
final class RandomCalls {

    private static final Instant START = Instant.parse("2026-11-25T12:00:00Z");
    private static final long MILLI_NANOS = 1_000_000;
    private static final List<String> TEXTS = List.of(
            "", "a", "get_contact", "Ünïcode ✓ \uD83D\uDE00", "line\nbreak", "nul \0", "\"quoted\"", "x".repeat(300));

    private final Random random;
    private Instant now = START;
    private final IdSource ids = IdSource.timeOrdered(() -> now);

    RandomCalls(long seed) {
        this.random = new Random(seed);
    }

    /** Of any tenants, operations and values. */
    List<UsageRecorded> mixed(int calls) {
        var kinds =
                IntStream.range(0, 1 + random.nextInt(4)).mapToObj(_ -> kind()).toList();
        return IntStream.range(0, calls)
                .mapToObj(_ -> random.nextInt(3) == 0 ? kind() : kinds.get(random.nextInt(kinds.size())))
                .map(kind -> call(
                        kind, id(), random.nextInt(4) == 0 ? id() : new UUID(random.nextLong(), random.nextLong())))
                .toList();
    }

    /** Of one credential and operation, so many in each millisecond, with ids as a process gives them. */
    List<UsageRecorded> alike(int calls, int perMilli) {
        var kind = new CallContext(
                new TenantId(id()),
                new WorkspaceId(id()),
                new Actor(Actor.Kind.API_KEY, "key_01kj3qh1w8ec2t7q0nk5m3b9xe", "server"),
                Surface.REST,
                "get_workspace",
                "workspace.get",
                "workspace",
                false,
                false,
                new Charge("rest.read", 1, 20, "2026-01-01", new Charge.Hold(1, 176_400_000L)));
        return IntStream.range(0, calls)
                .mapToObj(n -> call(kind, near(2 * n, perMilli), near(2 * n + 1, perMilli)))
                .toList();
    }

    private UUID near(int n, int perMilli) {
        now = START.plusNanos(n * MILLI_NANOS / (2L * perMilli));
        return ids.next();
    }

    private UsageRecorded call(CallContext kind, UUID id, UUID request) {
        long millis = request.getMostSignificantBits() >>> Short.SIZE;
        var time = Instant.EPOCH.plus(millis, ChronoUnit.MILLIS).plus(random.nextInt(5_000), ChronoUnit.MICROS);
        var alike = kind.operation().equals("get_workspace");
        var facts = new CallFacts(
                new RequestId(request),
                alike ? null : textOrNull(),
                time,
                kind.tenant(),
                kind.workspace(),
                kind.actor(),
                kind.surface(),
                kind.operation(),
                kind.action(),
                alike ? "ab".repeat(32) : digest(),
                alike ? "127.0.0.1" : "10.0.0." + random.nextInt(9),
                alike ? "curl/8" : textOrNull(),
                kind.dryRun());
        return new UsageRecorded(
                id, facts, kind.charge(), kind.audited(), kind.resourceType(), alike ? "wrk_1" : textOrNull());
    }

    private CallContext kind() {
        return new CallContext(
                random.nextInt(9) == 0 ? null : new TenantId(id()),
                random.nextInt(5) == 0 ? null : new WorkspaceId(id()),
                new Actor(Actor.Kind.values()[random.nextInt(Actor.Kind.values().length)], text(), text()),
                Surface.values()[random.nextInt(Surface.values().length)],
                text(),
                text(),
                textOrNull(),
                random.nextBoolean(),
                random.nextBoolean(),
                charge());
    }

    private Charge charge() {
        var budget = random.nextBoolean() ? null : id();
        var hold = new Charge.Hold(random.nextInt(), random.nextLong(), budget);
        return random.nextInt(3) == 0
                ? new Charge(text(), random.nextLong() >>> 1, 0, text(), random.nextBoolean() ? null : hold)
                : new Charge(text(), random.nextInt(100), random.nextLong() >>> 1, text(), hold);
    }

    private UUID id() {
        return random.nextBoolean()
                ? version7(START.toEpochMilli() + random.nextInt(60_000))
                : new UUID(random.nextLong(), random.nextLong());
    }

    private UUID version7(long millis) {
        return new UUID(millis << Short.SIZE | 0x7000 | random.nextInt(1 << 12), random.nextLong());
    }

    private @Nullable String digest() {
        if (random.nextInt(4) == 0) {
            return null;
        }
        var bytes = new byte[32];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private @Nullable String textOrNull() {
        return random.nextInt(3) == 0 ? null : text();
    }
}
