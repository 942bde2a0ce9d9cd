package dev.tollgate.gateway.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ProblemsTest {

    private static final RequestId REQUEST = new RequestId(new UUID(0x0190_0000_0000_7000L, 1));
    private static final TenantId TENANT = new TenantId(new UUID(0x0190_0000_0000_7000L, 2));

    private final Problems problems = new Problems("https://api.example.org");

    @Test
    void an_empty_balance_says_what_is_left_when_it_resets_and_where_to_pay() {
        var refusal = new Refusal.UsageBalanceExhausted(7L, Instant.parse("2026-12-01T00:00:00Z"));

        var json = Json.object(problems.problem(refusal, REQUEST, TENANT));

        assertThat(json.getInteger("status")).isEqualTo(402);
        assertThat(json.getString("type")).isEqualTo("https://api.example.org/docs/errors/usage_balance_exhausted");
        assertThat(json.getLong("balance_micros")).isEqualTo(7);
        assertThat(json.getString("resets_at")).isEqualTo("2026-12-01T00:00:00Z");
        assertThat(json.getString("billing_url"))
                .isEqualTo("https://api.example.org/docs/errors/usage_balance_exhausted");
    }

    @ParameterizedTest
    @MethodSource("refusalsForWantOfMoney")
    void a_402_says_what_the_caller_can_do(Refusal refusal) {
        var json = Json.object(problems.problem(refusal, REQUEST, TENANT));

        assertThat(json.getString("detail"))
                .containsIgnoringCase("ask an owner of the tenant")
                .endsWith(".");
    }

    static Stream<Refusal> refusalsForWantOfMoney() {
        var resetsAt = Instant.parse("2026-12-01T00:00:00Z");
        return Stream.of(
                new Refusal.UsageBalanceExhausted(null, resetsAt),
                new Refusal.MonthlyCapReached(null, resetsAt),
                new Refusal.AccountPaused(null));
    }

    @Test
    void a_lost_answer_says_that_the_outcome_is_unknown() {
        var refusal = new Refusal.ServiceUnavailable(Duration.ofMillis(1), true);

        var json = Json.object(problems.problem(refusal, REQUEST, null));

        assertThat(json.getString("outcome")).isEqualTo("unknown");
        assertThat(json.getInteger("retry_after_seconds")).isEqualTo(1);
    }

    @Test
    void members_that_do_not_apply_are_left_out() {
        var json = Json.object(problems.problem(new Refusal.RouteNotFound(), REQUEST, TENANT));

        assertThat(json.fieldNames())
                .containsExactlyInAnyOrder("type", "title", "status", "detail", "code", "request_id");
    }
}
