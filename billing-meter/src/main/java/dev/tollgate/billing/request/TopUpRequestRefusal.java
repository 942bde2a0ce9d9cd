package dev.tollgate.billing.request;

import jakarta.validation.constraints.Size;

/**
 * Why a request is not confirmed.
 *
 * @param reason for the requester
 */
public record TopUpRequestRefusal(
        TopUpRequestId id, @Size(min = 1, max = 500) String reason) {}
