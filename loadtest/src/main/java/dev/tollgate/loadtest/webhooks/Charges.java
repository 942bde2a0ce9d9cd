package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the ledger charged held against what was done: every write once, every recorded attempt once. */
final class Charges {

    private static final long WRITE_MICROS = 100;
    private static final long ATTEMPT_MICROS = 50;
    private static final int SETTLE_SECONDS_MAX = 180;

    private Charges() {}

    /** Waits until the ledger has settled and fails the run unless it charged exactly that. */
    static void check(List<Subscriber> subscribers, long writes, Recorded.Counts recorded, ObjectNode figures)
            throws InterruptedException {
        long prepared =
                subscribers.stream().mapToLong(Subscriber::preparedMicros).sum();
        long due = prepared + writes * WRITE_MICROS + recorded.attempts() * ATTEMPT_MICROS;
        long spent = settled(subscribers, due);
        figures.put("micros_due", due - prepared).put("micros_charged", spent - prepared);
        require(
                recorded.chargedMicros() == recorded.attempts() * ATTEMPT_MICROS,
                recorded.attempts() + " attempts say that they were charged " + recorded.chargedMicros() + " micros");
        require(
                spent == due,
                writes + " writes and " + recorded.attempts() + " attempts cost " + (due - prepared) + " micros, but "
                        + (spent - prepared) + " were charged");
    }

    private static long settled(List<Subscriber> subscribers, long due) throws InterruptedException {
        long spent = -1;
        for (int i = 0; i < SETTLE_SECONDS_MAX; i++) {
            long before = spent;
            spent = subscribers.stream()
                    .mapToLong(
                            one -> one.account().billing().path("spend_micros").asLong())
                    .sum();
            if (spent >= due && spent == before) {
                break;
            }
            TimeUnit.SECONDS.sleep(1);
        }
        return spent;
    }
}
