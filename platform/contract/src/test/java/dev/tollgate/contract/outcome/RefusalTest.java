package dev.tollgate.contract.outcome;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void the_codes_are_those_of_the_public_table() {
        assertThat(Arrays.stream(Refusal.class.getPermittedSubclasses()).map(Refusal::code))
                .containsExactlyInAnyOrder(
                        "malformed_request",
                        "unauthorized",
                        "usage_balance_exhausted",
                        "monthly_cap_reached",
                        "account_paused",
                        "budget_exhausted",
                        "workspace_not_active",
                        "module_not_enabled",
                        "missing_required_scope",
                        "mcp_auth_method_not_allowed",
                        "tool_not_offered",
                        "role_not_allowed",
                        "plan_limit_reached",
                        "resource_not_found",
                        "route_not_found",
                        "method_not_allowed",
                        "idempotency_conflict",
                        "idempotency_in_progress",
                        "conflict",
                        "version_conflict",
                        "payload_too_large",
                        "unsupported_media_type",
                        "range_not_satisfiable",
                        "validation_failed",
                        "rate_limited",
                        "internal_error",
                        "service_unavailable",
                        "deadline_exceeded");
    }
}
