package dev.tollgate.billing.close;

import dev.tollgate.money.clock.ClockReading;
import dev.tollgate.money.clock.CloseStep;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Whether closes may go by the clocks: not while they disagree, and not for a minute after. Until then calls run that
 * were held by a clock that was behind, in buckets that are over. That they disagreed is stored for as long, so a meter
 * that starts meanwhile waits too. Used on one event loop.
 */
final class ClockAgreement {

    /**
     * Comparisons in a row by which clocks must agree after they disagreed, a minute of them: what was held by a clock
     * that was behind lies in buckets that are long over by the right one, while its calls still run.
     */
    static final int AGREEING_MIN = (int) CloseStep.CLOSED_AFTER.dividedBy(Markers.EVERY) + 1;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);
    private static final String DISAGREED = "SELECT disagreed FROM billing.clock_state";
    private static final String STORE = "UPDATE billing.clock_state SET disagreed = $1 WHERE disagreed <> $1";

    private final Database database;
    private final ClockAlarm alarm;
    private final InstantSource clock;

    /** Whether it is known what an earlier process has stored. */
    private boolean known;

    /** How often clocks must still agree. Health checks read it on another event loop. */
    private volatile int left;

    ClockAgreement(Database database, ClockAlarm alarm, InstantSource clock) {
        this.database = database;
        this.alarm = alarm;
        this.clock = clock;
    }

    /** Whether closes may go by this reading. Fails, and then nothing may close, if that cannot be read or stored. */
    Future<Boolean> reached(ClockReading reading) {
        if (!alarm.agree(reading)) {
            known = true;
            left = AGREEING_MIN;
            return store(true).map(false);
        }
        return known().compose(_ -> {
            int before = left;
            if (before == 0) {
                return Future.succeededFuture(true);
            }
            if (before > 1) {
                left = before - 1;
                return Future.succeededFuture(false);
            }
            return store(false).map(_ -> over());
        });
    }

    /** The end of the wait is stored: nothing closes before, unless clocks disagreed again meanwhile. */
    private boolean over() {
        if (left == 1) {
            left = 0;
        }
        return left == 0;
    }

    /** Fails while closes wait for the clocks. */
    Future<Void> check() {
        var disagreement = alarm.disagreement();
        if (disagreement != null) {
            return waiting(disagreement);
        }
        return left == 0
                ? Future.succeededFuture()
                : waiting("clocks agree again, closes go on after " + left + " more comparisons");
    }

    private Future<Void> known() {
        return known
                ? Future.succeededFuture()
                : database.read(RowSecurityContext.NONE, DISAGREED, Tuple.tuple())
                        .onSuccess(rows -> {
                            known = true;
                            left = rows.iterator().next().getBoolean("disagreed") ? AGREEING_MIN : 0;
                        })
                        .mapEmpty();
    }

    /** Each time, since another meter may have stored the opposite. */
    private Future<Void> store(boolean disagreed) {
        return database.transaction(
                        RowSecurityContext.NONE,
                        clock.instant().plus(TIME_MAX),
                        transaction -> transaction.query(STORE, Tuple.of(disagreed)))
                .mapEmpty();
    }

    private static Future<Void> waiting(String reason) {
        return Future.failedFuture(VertxException.noStackTrace(reason));
    }
}
