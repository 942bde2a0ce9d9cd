package dev.tollgate.webhooks.replay;

import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far replays are, in the table. */
final class ReplayRows {

    private static final String STEPPED = """
            UPDATE webhooks.replay
               SET position = $3, made = made + $4, matched = GREATEST(matched, made + $4), stepped_at = now(),
                   next_step_at = now() + $7::bigint * interval '1 millisecond', failed_steps = 0, updated_at = now(),
                   version = version + 1, status = $5, failure = $6,
                   finished_at = CASE WHEN $5 = 'running' THEN NULL ELSE now() END
             WHERE workspace_id = $1 AND id = $2
            """;

    private static final String PUT_OFF = """
            UPDATE webhooks.replay
               SET stepped_at = now(), next_step_at = now() + $3::bigint * interval '1 millisecond'
             WHERE workspace_id = $1 AND id = $2
            """;

    /** The pause is twice as long each time; that of a replay which other work has ended meanwhile is not changed. */
    private static final String FAILED = """
            UPDATE webhooks.replay
               SET stepped_at = now(), failed_steps = failed_steps + 1,
                   next_step_at = now() + LEAST($4::bigint, $3::bigint * (1 << failed_steps)) * interval '1 millisecond',
                   status = CASE WHEN failed_steps + 1 < $5 THEN status ELSE 'failed' END,
                   finished_at = CASE WHEN failed_steps + 1 < $5 THEN finished_at ELSE now() END,
                   failure = CASE WHEN failed_steps + 1 < $5 THEN failure ELSE 'step_failed' END,
                   updated_at = CASE WHEN failed_steps + 1 < $5 THEN updated_at ELSE now() END,
                   version = CASE WHEN failed_steps + 1 < $5 THEN version ELSE version + 1 END
             WHERE workspace_id = $1 AND id = $2 AND status = 'running'
            RETURNING status
            """;

    /**
     * Progress of a replay by one step.
     *
     * @param position the last event that was looked at
     * @param made deliveries of this step
     * @param failure why it ended; null if it did not, or is done
     */
    record Progress(
            @Nullable UUID position,
            int made,
            WebhookReplay.Status status,
            @Nullable String failure) {}

    private ReplayRows() {}

    static Future<Void> stepped(Transaction tx, ClaimedReplay replay, Progress progress, Duration pause) {
        return tx.query(
                        STEPPED,
                        id(replay)
                                .addUUID(progress.position())
                                .addInteger(progress.made())
                                .addString(progress.status().name().toLowerCase(Locale.ROOT))
                                .addString(progress.failure())
                                .addLong(pause.toMillis()))
                .mapEmpty();
    }

    /** Nothing can be done now. */
    static Future<Void> putOff(Transaction tx, ClaimedReplay replay, Duration pause) {
        return tx.query(PUT_OFF, id(replay).addLong(pause.toMillis())).mapEmpty();
    }

    /** A step failed; gives the status since: the last of so many failures in a row ends the replay. */
    static Future<String> failed(
            Transaction tx, ClaimedReplay replay, Duration pause, Duration pauseMax, int failuresMax) {
        return tx.query(
                        FAILED,
                        id(replay)
                                .addLong(pause.toMillis())
                                .addLong(pauseMax.toMillis())
                                .addInteger(failuresMax))
                .map(rows -> rows.size() == 0 ? "ended" : rows.iterator().next().getString("status"));
    }

    private static Tuple id(ClaimedReplay replay) {
        return Tuple.of(replay.workspace().value(), replay.id());
    }
}
