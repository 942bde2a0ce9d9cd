package dev.tollgate.records.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.records.page.Since;
import io.vertx.pgclient.PgException;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SinceTest {

    @Test
    void a_day_begins_in_its_zone_and_a_time_has_an_offset_of_its_own() {
        var berlin = ZoneId.of("Europe/Berlin");

        assertThat(Since.of("2026-07-04", berlin).time()).isEqualTo(Instant.parse("2026-07-03T22:00:00Z"));
        assertThat(Since.of("2026-07-04").time()).isEqualTo(Instant.parse("2026-07-04T00:00:00Z"));
        assertThat(Since.of("2026-07-04T01:00:00+01:00", berlin).time())
                .isEqualTo(Instant.parse("2026-07-04T00:00:00Z"));
        assertThat(Since.of("until-17", berlin)).isEqualTo(new Since(null, 17));
    }

    @Test
    void only_a_timeout_says_that_a_time_is_too_long_ago() {
        var timeout = new IllegalStateException(new PgException("canceled", "ERROR", "57014", ""));
        var lock = new PgException("not available", "ERROR", "55P03", "");

        assertThat(Pages.isTooLong(timeout)).isTrue();
        assertThat(Pages.isTooLong(lock)).isFalse();
    }
}
