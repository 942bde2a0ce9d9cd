package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.Await;
import dev.tollgate.loadtest.report.BenchReport;
import dev.tollgate.loadtest.run.BenchCommand;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.zip.CRC32;
import picocli.CommandLine.Command;

/**
 * 1,000 well-formed unknown API keys a second from one address, beside good credentials on the same address: no good
 * call is refused, the look-ups are bounded, and a gateway that is killed and restarted meanwhile serves every good
 * credential within a second.
 */
@Command(
        name = "wrong-tokens",
        description = "1,000 unknown tokens a second beside 20 good credentials on the same address; 2 min")
public final class WrongTokens extends BenchCommand {

    private static final String ADDRESS = "203.0.113.7";
    private static final String PATH = "/v1/workspace";
    private static final String LOOK_UPS = "tollgate_credentials_lookups_total";
    private static final long WRONG_INTERVAL_NANOS = 1_000_000;
    private static final int CREDENTIALS = 20;
    private static final int WARM_UP_SECONDS = 15;
    private static final int STORM_SECONDS = 30;
    private static final long LOOK_UPS_PER_SECOND_MAX = 5;
    private static final long SERVED_WITHIN_MS = 1_000;
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final int RANDOM_LETTERS = 30;
    private static final int SUM_LETTERS = 6;

    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();

    @Override
    protected Map<String, String> environment() {
        return Map.of("TOLLGATE_TRUSTED_PROXIES", "127.0.0.1/32");
    }

    @Override
    protected void measure(Installation installation, BenchReport report) throws Exception {
        var gateway = installation.furtherGateway();
        installation.gateway().start();
        gateway.start();
        var account = BenchAccount.create(installation.control());
        var good = new ArrayList<GoodCaller>();
        for (int i = 0; i < CREDENTIALS; i++) {
            var key = account.credential(BenchAccount.Kind.API_KEY, "tasks:read");
            good.add(new GoodCaller(new AppClient(gateway.port(), key.secret(), ADDRESS)));
        }
        // A process that still compiles its code is slow; nothing of it counts.
        try (var warmUp = started(good)) {
            TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
            warmUp.stop();
        }
        try (var storm = new Callers()) {
            var random = new SecureRandom();
            var due = new AtomicLong(System.nanoTime());
            storm.add(() -> sendWrong(gateway.port(), due.addAndGet(WRONG_INTERVAL_NANOS), random));
            beside(gateway, good, report);
            restarted(gateway, good, report);
            storm.stop();
        }
        require(accepted.get() == 0, "no wrong token is accepted");
        report.figures().put("wrong_tokens", wrong.get()).put("credentials", CREDENTIALS);
        System.out.println(report);
    }

    private void sendWrong(int gateway, long dueNanos, SecureRandom random) {
        LockSupport.parkNanos(dueNanos - System.nanoTime());
        wrong.incrementAndGet();
        var _ = new AppClient(gateway, unknownApiKey(random), ADDRESS)
                .rest("GET", PATH, "wrong", null, null)
                .thenAccept(
                        response -> accepted.addAndGet(CallResponse.of(response).succeeded() ? 1 : 0));
    }

    /** A random key with a valid checksum, which was never issued. */
    private static String unknownApiKey(SecureRandom random) {
        var text = new StringBuilder("tgk_");
        for (int at = 0; at < RANDOM_LETTERS; at++) {
            text.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        var crc = new CRC32();
        crc.update(text.toString().getBytes(StandardCharsets.US_ASCII));
        var sum = new StringBuilder();
        long rest = crc.getValue();
        for (int at = 0; at < SUM_LETTERS; at++) {
            sum.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return text.append(sum.reverse()).toString();
    }

    private static void beside(Gateway gateway, List<GoodCaller> good, BenchReport report) throws Exception {
        try (var calls = started(good)) {
            double before = gateway.metric(LOOK_UPS).sum();
            TimeUnit.SECONDS.sleep(STORM_SECONDS);
            long lookups = (long) (gateway.metric(LOOK_UPS).sum() - before);
            calls.stop();
            long refused = sum(good, one -> one.refused);
            report.figures()
                    .put("good_calls", sum(good, one -> one.served))
                    .put("good_calls_refused", refused)
                    .put("good_calls_unavailable", sum(good, one -> one.unavailable))
                    .put("storm_seconds", STORM_SECONDS)
                    .put("lookups", lookups);
            require(refused == 0, "no good call is refused, but " + refused + " were");
            require(
                    lookups <= LOOK_UPS_PER_SECOND_MAX * STORM_SECONDS,
                    "look-ups are bounded, but there were " + lookups + " in " + STORM_SECONDS + " s");
        }
    }

    private static void restarted(Gateway gateway, List<GoodCaller> good, BenchReport report) throws Exception {
        gateway.kill();
        try (var calls = started(good)) {
            gateway.start();
            boolean all = Await.until(
                    Duration.ofSeconds(30),
                    Duration.ofMillis(1),
                    () -> good.stream().noneMatch(one -> one.firstServed.get() == 0));
            require(all, "a restarted gateway serves all credentials");
            calls.stop();
        }
        long worstNanos = good.stream()
                        .mapToLong(one -> one.firstServed.get())
                        .max()
                        .orElseThrow()
                - good.stream().mapToLong(one -> one.firstAnswered.get()).min().orElseThrow();
        long worstMs = TimeUnit.NANOSECONDS.toMillis(worstNanos);
        long refused = sum(good, one -> one.refused);
        report.figures()
                .put("restart_good_calls_unavailable", sum(good, one -> one.unavailable))
                .put("restart_last_credential_served_after_ms", worstMs)
                .put("restart_good_calls_refused", refused);
        require(worstMs <= SERVED_WITHIN_MS, "a restarted gateway serves all in a second, but it took " + worstMs);
        require(refused == 0, "a restarted gateway refuses no good call, but " + refused + " were");
    }

    private static long sum(List<GoodCaller> good, Function<GoodCaller, AtomicLong> count) {
        return good.stream().map(count).mapToLong(AtomicLong::get).sum();
    }

    /** Good callers that begin with counts of zero. */
    private static Callers started(List<GoodCaller> good) {
        var loops = new Callers();
        good.forEach(one -> {
            one.reset();
            loops.add(one::call);
        });
        return loops;
    }

    /** A good credential and the responses to its calls. */
    private static final class GoodCaller {

        private static final long PAUSE_MS = 100;
        private static final int UNAVAILABLE = 503;

        private final AppClient client;
        private final AtomicLong served = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong unavailable = new AtomicLong();
        private final AtomicLong firstAnswered = new AtomicLong();
        private final AtomicLong firstServed = new AtomicLong();

        GoodCaller(AppClient client) {
            this.client = client;
        }

        void reset() {
            List.of(served, refused, unavailable, firstAnswered, firstServed).forEach(count -> count.set(0));
        }

        void call() throws InterruptedException {
            try {
                var reply = client.get(PATH, "good");
                long now = System.nanoTime();
                firstAnswered.compareAndSet(0, now);
                if (reply.succeeded()) {
                    firstServed.compareAndSet(0, now);
                }
                count(reply).incrementAndGet();
            } catch (CompletionException away) {
                // the gateway is down
            }
            TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
        }

        private AtomicLong count(CallResponse reply) {
            if (reply.succeeded()) {
                return served;
            }
            return reply.status() == UNAVAILABLE ? unavailable : refused;
        }
    }
}
