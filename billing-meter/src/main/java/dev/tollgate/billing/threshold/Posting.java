package dev.tollgate.billing.threshold;

import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.ledger.Transfer;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** Written with every change of an account, in its transaction: transfers and threshold events. */
public final class Posting {

    private final Transfers transfers;
    private final ThresholdEvents events;

    public Posting(Transfers transfers, ThresholdEvents events) {
        this.transfers = transfers;
        this.events = events;
    }

    /**
     * Posts changes that the transaction has stored; it must have been {@linkplain Transfers#announce announced} before
     * them. Gives the outbox slices that got events.
     *
     * @param batch what the transfers have in common
     * @param purposes what the transfers of an account are for
     */
    public Future<BitSet> post(
            Transaction transaction,
            Collection<AppliedUpdate> applied,
            UUID batch,
            Function<TenantId, Purpose> purposes,
            Instant now) {
        List<Transfer> posted = new ArrayList<>();
        List<Future<?>> sent = new ArrayList<>();
        var slices = new BitSet();
        for (var one : applied) {
            var tenant = one.after().tenant();
            var purpose = purposes.apply(tenant);
            one.change().entries().forEach(entry -> posted.add(Transfer.of(tenant, entry, purpose)));
            sent.add(events.tell(transaction, one.before(), one.after(), now).onSuccess(slices::or));
        }
        sent.add(transfers.insert(transaction, posted, batch, now));
        return Future.all(sent).map(slices);
    }
}
