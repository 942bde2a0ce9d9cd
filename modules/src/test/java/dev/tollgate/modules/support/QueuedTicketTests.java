package dev.tollgate.modules.support;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeEach;

/** Tickets of a workspace with one queue. */
abstract class QueuedTicketTests extends TicketTests {

    @BeforeEach
    void openQueue() {
        var _ = cases.queue("Care");
    }

    static Instant in(Duration later) {
        return desk.clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(later);
    }
}
