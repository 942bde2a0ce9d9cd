package dev.tollgate.billing.request;

import jakarta.validation.constraints.Size;

/**
 * Refusal of a plan request by the operator.
 *
 * @param reason for the requester
 */
public record PlanRequestRefusal(
        PlanRequestId id, @Size(min = 1, max = 500) String reason) {}
