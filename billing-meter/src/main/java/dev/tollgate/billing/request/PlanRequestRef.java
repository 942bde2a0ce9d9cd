package dev.tollgate.billing.request;

/** One request, by its id. */
public record PlanRequestRef(PlanRequestId id) {}
