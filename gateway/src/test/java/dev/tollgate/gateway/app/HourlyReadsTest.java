package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** An installation whose audit counts reads by the hour. */
class HourlyReadsTest {

    private static final Duration SOON = Duration.ofSeconds(15);

    @Test
    void a_read_that_the_audit_only_counts_is_found_by_its_id_and_said_to_be_counted() {
        try (var gateway = GatewayFixture.start(Map.of("tollgate.audit.reads", "hourly"))) {
            var acme = gateway.tenant("business").module("tasks", true);
            var key = acme.apiKey("tasks:read").getString("secret");
            var request = gateway.call("GET", "/v1/tasks", key, null)
                    .expect(200)
                    .json()
                    .getString("request_id");
            var paths = List.of("/control/v1/requests/" + request, acme.control("/requests/" + request));

            Eventually.within(SOON, () -> {
                for (var path : paths) {
                    var shown = gateway.operator("GET", path, null).expect(200).data();
                    assertThat(shown.getString("note")).contains("counts reads by the hour");
                    assertThat(shown.getJsonArray("usage_events")).hasSize(1);
                    assertThat(shown.getJsonArray("audit_events")).isEmpty();
                }
            });
        }
    }

    @Test
    void each_page_of_records_is_an_entry_of_its_own_and_a_person_has_so_many_a_minute() {
        var settings = Map.of("tollgate.audit.reads", "hourly", "tollgate.control.record-pages-per-minute", "2");
        try (var gateway = GatewayFixture.start(settings)) {
            var acme = gateway.tenant("business").module("tasks", true);
            var path = acme.control("/records?kind=task");

            // The five are within two minutes of the clock, so at least one is refused.
            var replies = Stream.generate(() -> gateway.operator("GET", path, null))
                    .limit(5)
                    .toList();

            var pages = replies.stream().filter(reply -> reply.status() == 200).count();
            var refused =
                    replies.stream().filter(reply -> reply.status() == 429).toList();
            assertThat(pages).isBetween(2L, 4L);
            assertThat(refused)
                    .hasSize(5 - (int) pages)
                    .allSatisfy(reply -> assertThat(reply.code()).isEqualTo("rate_limited"));
            var entries = acme.control("/audit-events?action=record.search&outcome=ok");
            Eventually.within(
                    SOON,
                    () -> assertThat(gateway.operator("GET", entries, null)
                                    .expect(200)
                                    .list())
                            .hasSize((int) pages));
        }
    }
}
