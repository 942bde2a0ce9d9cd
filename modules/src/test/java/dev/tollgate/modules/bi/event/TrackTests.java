package dev.tollgate.modules.bi.event;

import dev.tollgate.contract.caller.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** Events of a workspace for each test, an hour ago. */
abstract class TrackTests {

    static Tracking tracking;

    Caller caller;
    Instant hour;

    @BeforeAll
    static void open() {
        tracking = Tracking.open();
    }

    @AfterAll
    static void close() {
        tracking.close();
    }

    @BeforeEach
    void prepare() {
        caller = tracking.desk.stranger();
        hour = tracking.desk.clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(1));
    }

    long counted() {
        return tracking.count(caller, hour, hour.plus(Duration.ofHours(3)));
    }
}
