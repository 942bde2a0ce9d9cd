package dev.tollgate.gateway.coverage;

import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.runtime.telemetry.LoopWatch;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Measures what requests cost the event loops of a gateway: processor time of the loop that did the most, and whether a
 * single task held its loop too long.
 */
final class LoopWork implements AutoCloseable {

    private static final String OK = "ok";

    /** In a problem, or in one that is a text. */
    private static final Pattern CODE = Pattern.compile("\"code\\\\*\":\\\\*\"?([a-z_]+)");

    /** The least of so many requests: the first ones also pay for what is loaded and compiled. */
    private static final int TRIES = 2;

    /**
     * The cost of one kind of request.
     *
     * @param outcome {@code ok}, or the code of the problem
     * @param answerBytes of its body
     * @param loopMillis processor time of the loop that did the most
     * @param held whether a task of every try held its loop too long
     */
    record Cost(String request, String outcome, int answerBytes, double loopMillis, boolean held) {

        boolean isDone() {
            return outcome.equals(OK);
        }
    }

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final LoopWatch watch;
    private final List<Long> loops;

    /** Watches the loops of a gateway for tasks that take longer. */
    LoopWork(GatewayFixture gateway, Duration holdMax) {
        Vertx vertx = gateway.process().context().vertx();
        this.watch = LoopWatch.start(vertx, holdMax, registry);
        this.loops = loops((VertxInternal) vertx);
    }

    /** The least of some tries, each with a request of its own, which is not measured while it is prepared. */
    Cost of(String request, Supplier<Supplier<Reply>> prepared) {
        double millis = Double.MAX_VALUE;
        boolean held = true;
        Reply last = null;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            var call = prepared.get();
            double holds = holds();
            var before = cpu();
            last = call.get();
            millis = Math.min(millis, most(before, cpu()));
            held &= holds() > holds;
        }
        return new Cost(request, outcome(last), last.body().getBytes(StandardCharsets.UTF_8).length, millis, held);
    }

    private static String outcome(Reply reply) {
        if (reply.status() < 400 && !reply.body().contains("\"isError\":true")) {
            return OK;
        }
        var code = CODE.matcher(reply.body());
        return code.find() ? code.group(1) : Integer.toString(reply.status());
    }

    private static double most(long[] before, long[] after) {
        long most = 0;
        for (int loop = 0; loop < before.length; loop++) {
            most = Math.max(most, after[loop] - before[loop]);
        }
        return most / (double) TimeUnit.MILLISECONDS.toNanos(1);
    }

    private double holds() {
        return registry.get("tollgate.loop.holds").functionCounter().count();
    }

    private long[] cpu() {
        var threads = ManagementFactory.getThreadMXBean();
        return loops.stream().mapToLong(threads::getThreadCpuTime).toArray();
    }

    private static List<Long> loops(VertxInternal vertx) {
        var ids = new ArrayList<Long>();
        for (EventExecutor loop : vertx.nettyEventLoopGroup()) {
            ids.add(CompletableFuture.supplyAsync(() -> Thread.currentThread().threadId(), loop)
                    .orTimeout(5, TimeUnit.MINUTES)
                    .join());
        }
        return ids;
    }

    @Override
    public void close() {
        watch.close();
    }
}
