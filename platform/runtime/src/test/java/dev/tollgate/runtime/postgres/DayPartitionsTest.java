package dev.tollgate.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.ids.IdSource;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DayPartitionsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration AGE_MAX = Duration.ofDays(30);

    private static String fault(UUID id) {
        return DayPartitions.fault(id, NOW, AGE_MAX);
    }

    private static UUID at(Instant time) {
        return IdSource.timeOrdered(() -> time).next();
    }

    @Test
    void an_event_has_a_day_from_the_greatest_age_to_a_day_ahead() {
        assertThat(fault(at(NOW))).isNull();
        assertThat(fault(at(NOW.minus(AGE_MAX)))).isNull();
        assertThat(fault(at(NOW.minus(AGE_MAX).minusSeconds(1)))).isEqualTo("the event is older than 30 days");
        assertThat(fault(at(NOW.plus(Duration.ofHours(24))))).isNull();
        assertThat(fault(at(NOW.plus(Duration.ofHours(24)).plusSeconds(1)))).contains("in the future");
    }

    @Test
    void an_id_without_a_time_has_no_day() {
        assertThat(fault(UUID.randomUUID())).isEqualTo("the event id is not a UUIDv7");
    }
}
