package dev.tollgate.billing.correction;

import dev.tollgate.billing.account.AccountChanges;
import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.billing.account.AccountParts;
import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.billing.payment.CheckoutOperations;
import dev.tollgate.billing.payment.TopUpReversal;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.FirstRow;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Takes back what is left of top-ups. */
final class TopUpRevocations {

    /** What earlier corrections, refunds and disputes took back was not spent. */
    private static final String FIND = """
            SELECT g.amount, g.remaining,
                   COALESCE((SELECT sum(taken.amount_micros)
                               FROM billing.transfer made
                               JOIN billing.transfer taken ON taken.corrects_id = made.id AND taken.debit = 'prepaid'
                              WHERE made.grant_id = g.id AND made.credit = 'prepaid'
                                AND taken.grant_id = g.id), 0)::bigint AS taken
              FROM billing.prepaid_grant g
             WHERE g.tenant = $1 AND g.id = $2
            """;

    /** A second revocation finds nothing to take: a top-up has one. */
    private static final long VERSION = 2;

    private static final Refusal NO_TOP_UP = new Refusal.ResourceNotFound("The top-up was not found.");

    private record Remainder(long left, long gone) {

        static Remainder of(Row row) {
            return new Remainder(
                    row.getLong("remaining"), row.getLong("amount") - row.getLong("remaining") - row.getLong("taken"));
        }
    }

    private final AccountParts parts;

    TopUpRevocations(AccountParts parts) {
        this.parts = parts;
    }

    Future<Outcome<TopUpReversal>> revoke(Call<TopUpRevocation> call) {
        var input = call.input();
        return parts.changes()
                .run(
                        call,
                        transaction -> revoked(transaction, call.caller().tenantId(), input),
                        "top-up revoked: " + input.reason());
    }

    private Future<Outcome<Stored<TopUpReversal>>> revoked(
            Transaction transaction, TenantId tenant, TopUpRevocation input) {
        return parts.accounts()
                .lock(transaction, tenant)
                .compose(_ -> find(transaction, tenant, input.id()))
                .compose(found -> {
                    if (found.isEmpty()) {
                        return Future.succeededFuture(Outcome.refused(NO_TOP_UP));
                    }
                    if (found.get().left() == 0) {
                        return Future.succeededFuture(Outcome.refused(nothingLeft(found.get())));
                    }
                    return parts.accounts()
                            .takeBack(
                                    transaction,
                                    tenant,
                                    input.id().value(),
                                    found.get().left())
                            .map(update -> update.map(done -> stored(input, found.get(), done))
                                    .orElseGet(AccountChanges::noAccount));
                });
    }

    private static Future<Optional<Remainder>> find(Transaction transaction, TenantId tenant, TopUpId id) {
        return transaction
                .query(FIND, Tuple.of(tenant.value(), id.value()))
                .map(rows -> FirstRow.of(rows, Remainder::of));
    }

    private static Refusal nothingLeft(Remainder found) {
        return new Refusal.Conflict(
                "Nothing is left of this top-up: " + found.gone() + " micros were spent or have expired.");
    }

    private static Outcome<Stored<TopUpReversal>> stored(TopUpRevocation input, Remainder found, AppliedUpdate update) {
        var reversal = new TopUpReversal(
                input.id(),
                update.after().tenant(),
                update.change().takenBackMicros(),
                found.gone(),
                input.reason(),
                VERSION);
        var record = RecordChange.created(reversal).as("top_up", CheckoutOperations.TOP_UP_TAKEN_BACK);
        return Outcome.done(new Stored<>(List.of(update), Change.of(reversal, record)));
    }
}
