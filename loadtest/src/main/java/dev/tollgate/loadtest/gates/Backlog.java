package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.environment.BackingServers;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.report.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/**
 * Work that is left after calls were answered: usage in Kafka that is not booked or audited, messages that are not in
 * Kafka, audit events without a seal. Everything is visible to readers when the backlog is empty.
 */
final class Backlog {

    private static final Duration INTERVAL = Duration.ofMillis(200);

    private final BackingServers servers;

    Backlog(BackingServers servers) {
        this.servers = servers;
    }

    /** Waits until the backlog is empty; false if it is not after that time. */
    boolean awaitEmpty(Duration most) throws InterruptedException {
        return Await.until(most, INTERVAL, this::empty);
    }

    private boolean empty() {
        long usage = endOffsets("tollgate.usage");
        long audit = endOffsets("tollgate.audit");
        var booked = """
                SELECT count(*) FROM (SELECT
                       (SELECT coalesce(sum(next), 0) FROM billing.log_position) AS booked,
                       (SELECT coalesce(sum(next), 0) FROM audit.intake WHERE topic = 'tollgate.audit') AS audited) AS done
                 WHERE booked = %d AND audited = %d
                   AND NOT EXISTS (SELECT FROM outbox.message) AND NOT EXISTS (SELECT FROM audit.pending)""".formatted(usage, audit);
        return servers.sql().number(booked) == 1;
    }

    private long endOffsets(String topic) {
        try {
            return ProcessProbe.jmxSum(
                    servers.pid(),
                    "kafka.log:type=Log,name=LogEndOffset,topic=%s,partition=*".formatted(topic),
                    "Value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
