package dev.tollgate.loadtest.scenario;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.Answer;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.WrongToken;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.report.Report;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * 1,000 well-formed tokens a second that nobody knows, from one address, beside good credentials on the same address:
 * none of the good calls is refused, the look-ups are bounded, and a gateway killed and started again in that storm
 * serves every good credential within a second.
 */
public final class WrongTokens implements Scenario {

    private static final String ADDRESS = "203.0.113.7";
    private static final String LOOK_UPS = "tollgate_credentials_lookups_total";
    private static final int WRONG_PER_SECOND = 1_000;
    private static final int CREDENTIALS = 20;
    private static final int CALM_SECONDS = 15;
    private static final int STORM_SECONDS = 30;
    private static final long LOOK_UPS_PER_SECOND_MAX = 5;
    private static final long SERVED_WITHIN_MS = 1_000;

    private final HttpClient http = AppClient.connections();
    private final AtomicBoolean storming = new AtomicBoolean(true);
    private final AtomicLong wrong = new AtomicLong();
    private final AtomicLong let = new AtomicLong();

    @Override
    public String name() {
        return "wrong-tokens";
    }

    @Override
    public int moreGateways() {
        return 1;
    }

    @Override
    public void run(Installation installation, Report report) throws Exception {
        var account = Account.prepare(installation.control(), "bench");
        account.topUp(1_000_000_000);
        var gateway = installation.gateways().getLast();
        var good = new ArrayList<Good>();
        for (int at = 0; at < CREDENTIALS; at++) {
            var key = account.credential(Account.Kind.API_KEY, List.of("tasks:read"));
            good.add(new Good(new AppClient(http, gateway, key.secret(), ADDRESS)));
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            calm(threads, good);
            var storm = threads.submit(() -> storm(gateway));
            try {
                beside(threads, installation, good, report);
                restarted(threads, installation, good, report);
            } finally {
                storming.set(false);
                storm.get();
            }
        }
        require(let.get() == 0, "no wrong token is let in");
        report.figures().put("wrong_tokens", wrong.get()).put("credentials", CREDENTIALS);
    }

    /** A process that still compiles is measured for that; nothing of it counts. */
    private static void calm(ExecutorService threads, List<Good> good) throws Exception {
        var calling = callers(threads, good);
        TimeUnit.SECONDS.sleep(CALM_SECONDS);
        stop(good, calling);
        good.forEach(Good::forget);
    }

    private static void beside(ExecutorService threads, Installation installation, List<Good> good, Report report)
            throws Exception {
        var calling = callers(threads, good);
        long before = installation.lastGatewayMetric(LOOK_UPS);
        TimeUnit.SECONDS.sleep(STORM_SECONDS);
        long lookups = installation.lastGatewayMetric(LOOK_UPS) - before;
        stop(good, calling);
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

    private static void restarted(ExecutorService threads, Installation installation, List<Good> good, Report report)
            throws Exception {
        installation.killLastGateway();
        good.forEach(Good::forget);
        var calling = callers(threads, good);
        installation.restartLastGateway();
        long first = Long.MAX_VALUE;
        long last = 0;
        for (var one : good) {
            first = Math.min(first, one.awaitAnswered());
            last = Math.max(last, one.awaitServed());
        }
        stop(good, calling);
        long worstMs = TimeUnit.NANOSECONDS.toMillis(last - first);
        long refused = sum(good, one -> one.refused);
        report.figures()
                .put("restart_good_calls_unavailable", sum(good, one -> one.unavailable))
                .put("restart_last_credential_served_after_ms", worstMs)
                .put("restart_good_calls_refused", refused);
        require(worstMs <= SERVED_WITHIN_MS, "a restarted gateway serves all in a second, but it took " + worstMs);
        require(refused == 0, "a restarted gateway refuses no good call, but " + refused + " were");
    }

    private static long sum(List<Good> good, Function<Good, AtomicLong> count) {
        return good.stream().map(count).mapToLong(AtomicLong::get).sum();
    }

    private static List<Future<?>> callers(ExecutorService threads, List<Good> good) {
        var calling = new ArrayList<Future<?>>();
        for (var one : good) {
            one.going.set(true);
            calling.add(threads.submit(one::run));
        }
        return calling;
    }

    private static void stop(List<Good> good, List<Future<?>> calling) throws Exception {
        good.forEach(one -> one.going.set(false));
        for (var caller : calling) {
            caller.get();
        }
    }

    private void storm(URI gateway) {
        var random = new SecureRandom();
        long stepNanos = TimeUnit.SECONDS.toNanos(1) / WRONG_PER_SECOND;
        for (long due = System.nanoTime(); storming.get(); due += stepNanos) {
            LockSupport.parkNanos(due - System.nanoTime());
            wrong.incrementAndGet();
            var _ = new AppClient(http, gateway, WrongToken.mint(random), ADDRESS)
                    .rest("GET", "/v1/workspace", "wrong", null, null)
                    .thenAccept(answer -> {
                        if (answer.succeeded()) {
                            let.incrementAndGet();
                        }
                    });
        }
    }

    /** A good credential that calls again and again. */
    private static final class Good {

        private static final long PAUSE_MS = 100;
        private static final int UNAVAILABLE = 503;

        private final AppClient client;
        private final AtomicBoolean going = new AtomicBoolean();
        private final AtomicLong served = new AtomicLong();
        private final AtomicLong refused = new AtomicLong();
        private final AtomicLong unavailable = new AtomicLong();
        private final AtomicLong firstAnswered = new AtomicLong();
        private final AtomicLong firstServed = new AtomicLong();

        Good(AppClient client) {
            this.client = client;
        }

        void forget() {
            served.set(0);
            refused.set(0);
            unavailable.set(0);
            firstAnswered.set(0);
            firstServed.set(0);
        }

        Void run() throws InterruptedException {
            while (going.get()) {
                try {
                    answered(client.rest("GET", "/v1/workspace", "good", null, null)
                            .join());
                } catch (CompletionException away) {
                    // nothing listens now
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
            }
            return null;
        }

        private void answered(Answer answer) {
            long now = System.nanoTime();
            firstAnswered.compareAndSet(0, now);
            if (answer.succeeded()) {
                firstServed.compareAndSet(0, now);
                served.incrementAndGet();
            } else if (answer.status() == UNAVAILABLE) {
                unavailable.incrementAndGet();
            } else {
                refused.incrementAndGet();
            }
        }

        long awaitAnswered() throws InterruptedException {
            return await(firstAnswered);
        }

        long awaitServed() throws InterruptedException {
            return await(firstServed);
        }

        private static long await(AtomicLong moment) throws InterruptedException {
            for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30); System.nanoTime() < end; ) {
                if (moment.get() != 0) {
                    return moment.get();
                }
                TimeUnit.MILLISECONDS.sleep(1);
            }
            throw new Broken("a restarted gateway serves everybody");
        }
    }
}
