package dev.tollgate.records.audit;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work that is done again and again on one event loop; the next turn starts a pause after the last has ended. */
final class Rhythm {

    private static final Logger LOGGER = LoggerFactory.getLogger(Rhythm.class);

    private final Vertx vertx;
    private final Set<String> broken = new HashSet<>();
    private boolean stopped;

    Rhythm(Vertx vertx) {
        this.vertx = vertx;
    }

    /** Starts now, and again a pause after each end, until {@link #stop}. */
    void repeat(String name, Duration pause, Supplier<Future<?>> turn) {
        if (stopped) {
            return;
        }
        attempt(turn).onComplete(ended -> {
            said(name, ended.cause());
            vertx.setTimer(pause.toMillis(), _ -> repeat(name, pause, turn));
        });
    }

    void stop() {
        stopped = true;
    }

    private static Future<?> attempt(Supplier<Future<?>> turn) {
        try {
            return turn.get();
        } catch (RuntimeException broken) {
            return Future.failedFuture(broken);
        }
    }

    /** One line when it breaks and one when it works again, not one a turn. */
    private void said(String name, @org.jspecify.annotations.Nullable Throwable cause) {
        if (cause != null && broken.add(name)) {
            LOGGER.atWarn()
                    .addKeyValue("work", name)
                    .addKeyValue("reason", String.valueOf(cause.getMessage()))
                    .setCause(cause)
                    .log("audit task failed, will retry");
        } else if (cause == null && broken.remove(name)) {
            LOGGER.atInfo().addKeyValue("work", name).log("audit task recovered");
        }
    }
}
