package dev.tollgate.billing.intake;

import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.postgres.Database;
import java.time.InstantSource;

/** What {@link Booking} works with, in the role of the meter. */
public record BookingParts(
        Database database,
        InstantSource clock,
        IdSource ids,
        AccountRows accounts,
        Posting posting,
        OperationModules modules) {}
