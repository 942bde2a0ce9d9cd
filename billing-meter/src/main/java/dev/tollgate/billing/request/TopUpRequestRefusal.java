package dev.tollgate.billing.request;

import jakarta.validation.constraints.Size;

/**
 * Refusal of a top-up request by the operator.
 *
 * @param reason for the requester
 */
public record TopUpRequestRefusal(
        TopUpRequestId id, @Size(min = 1, max = 500) String reason) {}
