package dev.tollgate.records.call;

import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.rating.Period;

/**
 * A metered call that is in the ledger.
 *
 * @param period the month it is charged in
 */
public record BookedCall(UsageRecorded event, Period period) {}
