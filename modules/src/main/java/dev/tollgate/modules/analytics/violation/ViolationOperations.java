package dev.tollgate.modules.analytics.violation;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.reference.ViolationId;
import dev.tollgate.modules.analytics.violation.Violation.Status;
import dev.tollgate.modules.tracked.FaultKind;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of violations. Fields are described on {@link Violation}. */
public final class ViolationOperations {

    private static final String ROUTE = "/v1/analytics/violations";

    public record ViolationQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String name,
            @Nullable FaultKind kind,
            @Nullable Status status)
            implements ListQuery {}

    public record ViolationDecision(
            ViolationId id,

            @JsonPropertyDescription(
                    "accept checks held events again and releases the good; discard deletes them; ignore"
                            + " mutes until the next revision.")
            Violation.Resolution resolution,

            @Nullable String note)
            implements Identified {}

    public static final ResourceOperations<ViolationId, Violation> VIOLATIONS = ResourceOperations.of(
                    Violation.class, ViolationId.class, "analytics", "violations")
            .at(ROUTE)
            .withoutUpdate()
            .stored(table ->
                    table.listedWithout("samples").announcedBy(ViolationOperations::event, "opened", "resolved"));

    public static final Operation<ListInput<ViolationQuery>, Page<Violation>> LIST =
            VIOLATIONS.list(ViolationQuery.class, """
            {"limit": 10, "status": "open"}
            """, "Finds what is wrong with tracked events, newest first.");

    public static final Operation<Ref<ViolationId>, Violation> GET = VIOLATIONS.get();

    public static final Operation<ViolationDecision, Violation> RESOLVE =
            VIOLATIONS.add(Declaration.write("resolve_violation", "violation")
                    .summary("Resolve a violation")
                    .description(
                            "Resolves a violation: releases, deletes or mutes its events. A release continues after the answer.")
                    .app("POST", ROUTE + "/{id}/resolve", scoped("analytics:write"))
                    .with(Trait.CONDITIONAL)
                    .takes(ViolationDecision.class)
                    .gives(Violation.class));

    private ViolationOperations() {}

    private static @Nullable String event(Violation before, Violation after) {
        return before.status() == after.status()
                ? null
                : switch (after.status()) {
                    case OPEN -> "opened";
                    case RESOLVED, IGNORED -> "resolved";
                    case RELEASING -> null;
                };
    }
}
