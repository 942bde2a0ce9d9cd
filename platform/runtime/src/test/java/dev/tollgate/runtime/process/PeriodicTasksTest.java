package dev.tollgate.runtime.process;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

@Timeout(20)
class PeriodicTasksTest {
    private static final Duration DELAY = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(PeriodicTasks.class);

    private final Vertx vertx = Vertx.vertx();
    private final PeriodicTasks tasks = new PeriodicTasks(vertx);
    private final BlockingQueue<Promise<Void>> runs = new ArrayBlockingQueue<>(64);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void watchLog() {
        log.start();
        LOGGER.addAppender(log);
    }

    @AfterEach
    void close() {
        LOGGER.detachAppender(log);
        tasks.stop();
        vertx.close().await();
    }

    /** A run that the test ends. */
    private Future<Void> run() {
        Promise<Void> run = Promise.promise();
        runs.add(run);
        return run.future();
    }

    private Promise<Void> next() throws InterruptedException {
        var run = runs.poll(10, SECONDS);
        assertThat(run).isNotNull();
        return run;
    }

    /** Other tasks tell how much time has gone by. */
    private void awaitOtherRuns(int count) throws InterruptedException {
        var others = new PeriodicTasks(vertx);
        var passed = new ArrayBlockingQueue<String>(10_000);
        vertx.runOnContext(_ -> others.every(DELAY, "other", () -> {
            passed.add("run");
            return Future.succeededFuture();
        }));
        for (int run = 0; run < count; run++) {
            assertThat(passed.poll(10, SECONDS)).isNotNull();
        }
        others.stop();
    }

    @Test
    void a_run_is_not_overtaken_by_the_next() throws Exception {
        vertx.runOnContext(_ -> tasks.every(DELAY, "task", this::run));
        var first = next();

        awaitOtherRuns(10);

        assertThat(runs).isEmpty();
        first.complete();
        assertThat(next()).isNotSameAs(first);
    }

    @Test
    void a_failed_run_is_followed_by_another() throws Exception {
        vertx.runOnContext(_ -> tasks.every(DELAY, "task", this::run));

        next().fail("no database");

        next().complete();
        assertThat(next().future().isComplete()).isFalse();
    }

    @Test
    void a_run_that_throws_is_followed_by_another() throws Exception {
        var runs = new ArrayBlockingQueue<String>(64);
        vertx.runOnContext(_ -> tasks.every(DELAY, "task", () -> {
            runs.add("run");
            throw new IllegalStateException("broken");
        }));

        assertThat(runs.poll(10, SECONDS)).isNotNull();

        assertThat(runs.poll(10, SECONDS)).isNotNull();
    }

    @Test
    void the_first_run_comes_now_where_that_is_asked_for() throws Exception {
        vertx.runOnContext(_ -> tasks.nowAndEvery(NEVER, "task", this::run));

        assertThat(next()).isNotNull();
    }

    @Test
    void all_runs_are_on_the_context_of_the_task() throws Exception {
        var contexts = new ArrayBlockingQueue<Object>(64);
        var context = vertx.getOrCreateContext();
        context.runOnContext(_ -> tasks.every(DELAY, "task", () -> {
            contexts.add(Vertx.currentContext());
            return run();
        }));

        next().complete();
        next().complete();

        assertThat(contexts.take()).isSameAs(context);
        assertThat(contexts.take()).isSameAs(context);
    }

    @Test
    void nothing_runs_after_the_stop() throws Exception {
        vertx.runOnContext(_ -> tasks.every(DELAY, "task", this::run));
        var last = next();

        tasks.stop();
        last.complete();

        awaitOtherRuns(10);
        assertThat(runs).isEmpty();
    }

    @Test
    void failures_are_logged_when_they_begin() throws Exception {
        vertx.runOnContext(_ -> tasks.every(DELAY, "task", this::run));

        next().fail("no database");
        next().fail("no database");
        var _ = next();

        assertThat(log.list)
                .singleElement()
                .satisfies(line -> assertThat(line.getMessage()).isEqualTo("periodic task failed, will retry"));
    }

    @Test
    void a_run_that_the_stop_cuts_short_is_no_failure() throws Exception {
        var context = vertx.getOrCreateContext();
        context.runOnContext(_ -> tasks.every(DELAY, "task", this::run));
        var last = next();

        tasks.stop();
        last.fail("the pool is closed");
        var ended = new CountDownLatch(1);
        context.runOnContext(_ -> ended.countDown());

        assertThat(ended.await(10, SECONDS)).isTrue();
        assertThat(log.list).isEmpty();
    }
}
