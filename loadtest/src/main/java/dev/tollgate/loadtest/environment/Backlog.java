package dev.tollgate.loadtest.environment;

import dev.tollgate.loadtest.check.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Work that is left after calls were answered: usage in Kafka that is not booked or audited, messages that are not in
 * Kafka, audit events without a seal. Everything is visible to readers when the backlog is empty.
 */
public final class Backlog {

    private static final Duration INTERVAL = Duration.ofMillis(200);
    private static final String OPEN = """
            SELECT (SELECT coalesce(sum(next), 0) FROM billing.log_position) AS booked,
                   (SELECT coalesce(sum(next), 0) FROM audit.intake WHERE topic = 'tollgate.usage') AS usage_audited,
                   (SELECT coalesce(sum(next), 0) FROM audit.intake WHERE topic = 'tollgate.audit') AS audited,
                   EXISTS (SELECT FROM outbox.message) OR EXISTS (SELECT FROM audit.pending) AS waiting""";

    private final BackingServers servers;

    public Backlog(BackingServers servers) {
        this.servers = servers;
    }

    /** Waits until the backlog is empty; false if it is not after that time. */
    public boolean awaitEmpty(Duration most) throws InterruptedException {
        return Await.until(most, INTERVAL, this::empty);
    }

    private boolean empty() {
        long usage = endOffsets("tollgate.usage");
        long audit = endOffsets("tollgate.audit");
        return servers.query(
                        OPEN,
                        row -> row.getLong("booked") == usage
                                && row.getLong("usage_audited") == usage
                                && row.getLong("audited") == audit
                                && !row.getBoolean("waiting"))
                .getFirst();
    }

    private long endOffsets(String topic) {
        try {
            return JavaProbe.sum(
                    servers.pid(),
                    "kafka.log:type=Log,name=LogEndOffset,topic=%s,partition=*".formatted(topic),
                    "Value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
