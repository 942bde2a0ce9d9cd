package dev.tollgate.gateway.workspace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.Eventually;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
        var calls = new ArrayList<CompletableFuture<Reply>>();

        // No list ends before the table is free, so there are more of them at a time than loops.
        GATEWAY.sql().whileLocked("LOCK TABLE audit.event", () -> {
            calls.addAll(atATime("?action=task.list&actor_id=key_1"));
            Eventually.within(SOON, () -> assertThat(calls).anyMatch(AuditListLimitTest::isRefused));
        });
        var replies = calls.stream()
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .toList();

        assertThat(replies).anyMatch(reply -> reply.status() == 200);
        assertThat(replies).filteredOn(reply -> reply.status() != 200).allSatisfy(reply -> {
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.header("Retry-After")).contains("1");
            assertThat(reply.body()).contains("rate_limited", "Another list of audit or usage events");
        });
    }

    @Test
    void lists_without_filters_are_not() {
        var calls = new ArrayList<CompletableFuture<Reply>>();

        GATEWAY.sql().whileLocked("LOCK TABLE audit.event", () -> {
            calls.addAll(atATime("?limit=2"));
            Eventually.within(SOON, () -> assertThat(GATEWAY.sql().lockWaits()).isPositive());
        });

        assertThat(calls)
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .allSatisfy(reply -> assertThat(reply.status()).isEqualTo(200));
    }

    private static boolean isRefused(CompletableFuture<Reply> call) {
        return call.isDone() && call.join().status() == 429;
    }

    private List<CompletableFuture<Reply>> atATime(String query) {
        return IntStream.range(0, AT_A_TIME)
                .mapToObj(_ -> CompletableFuture.supplyAsync(
                        () -> GATEWAY.call("GET", "/v1/audit-events" + query, key, null), Thread::startVirtualThread))
                .toList();
    }
}
