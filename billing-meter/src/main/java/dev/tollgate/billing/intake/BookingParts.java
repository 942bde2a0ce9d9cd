package dev.tollgate.billing.intake;

import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.Copies;
import dev.tollgate.money.redis.RedisFunctions;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.Database;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Dependencies of the intake, in the role of the meter.
 *
 * @param chained whether calls without an audit row become entries of the audit as they are booked
 * @param pace how long few events of an account wait for more, to be booked together
 */
public record BookingParts(
        Database database,
        InstantSource clock,
        IdSource ids,
        AccountRows accounts,
        Copies copies,
        RedisFunctions functions,
        OutboxSignal outbox,
        Posting posting,
        OperationModules modules,
        boolean chained,
        Duration pace) {}
