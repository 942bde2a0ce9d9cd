package dev.tollgate.billing.usage;

import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Objects;

/**
 * A usage event with what the meter adds to it.
 *
 * @param period the month it is charged in
 * @param module key of the module whose operation it was
 */
public record MeteredCall(UsageRecorded event, Period period, String module) {

    /** The day it counts for: that of its hold, by the clock that all holds share, or that of a free call. */
    LocalDate day() {
        var hold = event.charge().hold();
        var at = hold == null ? event.call().time() : Period.startOfBucket(hold.bucket());
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    TenantId tenant() {
        return Objects.requireNonNull(event.call().tenant(), "a usage event has a tenant");
    }
}
