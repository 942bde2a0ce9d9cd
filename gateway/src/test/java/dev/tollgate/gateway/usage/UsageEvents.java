package dev.tollgate.gateway.usage;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import java.time.Instant;
import java.util.UUID;

/** Usage of free calls, for tests of how it travels. */
final class UsageEvents {

    private UsageEvents() {}

    /** A free read of a tenant. */
    static UsageRecorded read(UUID id, TenantId tenant, Instant at) {
        var facts = new CallFacts(
                new RequestId(id),
                null,
                at,
                tenant,
                null,
                new Actor(Actor.Kind.OPERATOR, "looker", "looker"),
                Surface.CONTROL,
                "list_plans",
                "plan.list",
                null,
                "127.0.0.1",
                null);
        return new UsageRecorded(id, facts, new Charge("rest.read", 1, 0, "2026-01-01", null), false, null, null);
    }
}
