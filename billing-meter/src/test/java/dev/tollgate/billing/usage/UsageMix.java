package dev.tollgate.billing.usage;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One metered call of many kinds.
 *
 * @param workspace 0 or 1 of the two there are, or 2 for the tenant itself
 * @param daysAgo the day of its hold, whose bucket has closed: nothing is open in the copy
 */
public record UsageMix(
        int workspace,
        String credential,
        Surface surface,
        String operation,
        String dimension,
        String priceVersion,
        int daysAgo,
        long quantity,
        long micros) {

    private static final int BUCKETS_OF_DAY = 8_640;

    public UsageRecorded event(BillingBench bench, TenantId tenant, @Nullable WorkspaceId workspace) {
        var bucket = bucket(bench, tenant);
        var hold = micros == 0 ? null : new Charge.Hold(1, bucket);
        var facts = new CallFacts(
                new RequestId(bench.ids.next()),
                null,
                Period.startOfBucket(bucket),
                tenant,
                workspace,
                new Actor(Actor.Kind.API_KEY, credential, "server"),
                surface,
                operation,
                "task.create",
                null,
                "127.0.0.1",
                null);
        return new UsageRecorded(
                bench.ids.next(),
                facts,
                new Charge(dimension, quantity, micros, priceVersion, hold),
                true,
                "task",
                null);
    }

    /** Its group, told naively. */
    public Map<Grouping, String> group(BillingBench bench, TenantId tenant, @Nullable WorkspaceId workspace) {
        var group = new EnumMap<Grouping, String>(Grouping.class);
        var day = LocalDate.ofInstant(Period.startOfBucket(bucket(bench, tenant)), ZoneOffset.UTC);
        group.put(Grouping.DAY, day.toString());
        group.put(Grouping.WORKSPACE, workspace == null ? "" : workspace.value().toString());
        group.put(Grouping.DIMENSION, dimension);
        group.put(Grouping.PRICE_VERSION, priceVersion);
        group.put(Grouping.CREDENTIAL, credential);
        group.put(Grouping.MODULE, operation.equals("list_usage") ? "billing" : "other");
        group.put(Grouping.SURFACE, surface.text());
        return group;
    }

    private long bucket(BillingBench bench, TenantId tenant) {
        return bench.account(tenant).closed() - (long) BUCKETS_OF_DAY * daysAgo;
    }
}
