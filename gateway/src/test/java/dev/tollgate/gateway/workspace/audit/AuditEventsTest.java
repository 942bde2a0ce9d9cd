package dev.tollgate.gateway.workspace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** How far the audit of a tenant goes back if no start is given. */
class AuditEventsTest {

    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");
    private static final Instant THIRTY_DAYS_AGO = NOW.minus(Duration.ofDays(30));

    @Test
    void it_goes_back_thirty_days_before_its_end() {
        var hourAgo = NOW.minus(Duration.ofHours(1));

        assertThat(AuditEvents.startOfTenant(hourAgo, NOW)).isEqualTo(THIRTY_DAYS_AGO.minus(Duration.ofHours(1)));
        assertThat(AuditEvents.startOfTenant(null, NOW)).isEqualTo(THIRTY_DAYS_AGO);
    }

    @Test
    void it_goes_back_thirty_days_from_now_if_its_end_is_in_the_future() {
        assertThat(AuditEvents.startOfTenant(NOW.plus(Duration.ofDays(31)), NOW))
                .isEqualTo(THIRTY_DAYS_AGO);
    }
}
