package dev.tollgate.gateway.workspace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How many lists of audit events that may look at much a tenant has at a time. */
class AuditListLimitTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int AT_A_TIME = 16;

    private final String key = GATEWAY.tenant("business").apiKey("audit:read").getString("secret");

    @Test
    void lists_with_filters_are_refused_while_another_is_read_and_may_be_tried_in_a_second() {
        Eventually.within(SOON, () -> {
            var refused = atATime("?action=task.list&actor_id=key_1").stream()
                    .filter(reply -> reply.status() == 429)
                    .toList();

            assertThat(refused).isNotEmpty().allSatisfy(reply -> {
                assertThat(reply.header("Retry-After")).contains("1");
                assertThat(reply.body()).contains("rate_limited", "Another list of audit or usage events");
            });
        });
    }

    @Test
    void lists_without_filters_are_not() {
        assertThat(atATime("?limit=2"))
                .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
    }

    private List<Reply> atATime(String query) {
        var calls = IntStream.range(0, AT_A_TIME)
                .mapToObj(_ ->
                        CompletableFuture.supplyAsync(() -> GATEWAY.call("GET", "/v1/audit-events" + query, key, null)))
                .toList();
        return calls.stream().map(CompletableFuture::join).toList();
    }
}
