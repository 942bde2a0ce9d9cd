package dev.tollgate.runtime.process;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Things that are done again and again on one event loop. A round that is still running is not overtaken by the next.
 */
public final class Rounds {

    private static final Logger LOGGER = LoggerFactory.getLogger(Rounds.class);

    private final Vertx vertx;
    private final List<Long> timers = new ArrayList<>();

    public Rounds(Vertx vertx) {
        this.vertx = vertx;
    }

    public void every(Duration pause, String name, Supplier<? extends Future<?>> round) {
        boolean[] running = {false};
        timers.add(vertx.setPeriodic(pause.toMillis(), _ -> {
            if (!running[0]) {
                running[0] = true;
                attempt(round)
                        .onFailure(cause -> LOGGER.atWarn()
                                .addKeyValue("round", name)
                                .addKeyValue("reason", String.valueOf(cause.getMessage()))
                                .log("periodic task failed, will retry"))
                        .onComplete(_ -> running[0] = false);
            }
        }));
    }

    public void stop() {
        timers.forEach(vertx::cancelTimer);
        timers.clear();
    }

    private static Future<?> attempt(Supplier<? extends Future<?>> round) {
        try {
            return round.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }
}
