package dev.tollgate.billing.close;

import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.money.account.AccountClosing;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.Copies;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Turns the months and ends the grants and overrides of accounts in which nothing is charged. */
public final class IdleAccounts {

    /** Accounts of one transaction. */
    static final int PAGE = 200;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private final Database database;
    private final AccountClosing closing;
    private final Posting posting;
    private final Copies copies;
    private final IdSource ids;
    private final InstantSource clock;
    private final int sliceCount;

    public IdleAccounts(IdleParts parts) {
        this.database = parts.database();
        this.closing = new AccountClosing(parts.accounts());
        this.posting = parts.posting();
        this.copies = parts.copies();
        this.ids = parts.ids();
        this.clock = parts.clock();
        this.sliceCount = parts.sliceCount();
    }

    /** Dependencies of {@link IdleAccounts}. */
    public record IdleParts(
            Database database,
            AccountRows accounts,
            Posting posting,
            Copies copies,
            IdSource ids,
            InstantSource clock,
            int sliceCount) {}

    /** All of them that are due, a page after the other. */
    public Future<Void> catchUp() {
        return FutureLoop.<TenantId>pages(after -> page(after)
                .map(page -> page.size() < PAGE ? null : page.getLast().after().tenant()));
    }

    /** Closes accounts as far as their partitions are: for holds and grants that no charge will come for any more. */
    public Future<Void> close(List<TenantId> waiting) {
        var left = new ArrayDeque<>(waiting);
        return FutureLoop.whileTrue(() -> {
            List<TenantId> page = new ArrayList<>();
            while (page.size() < PAGE && !left.isEmpty()) {
                page.add(left.remove());
            }
            return page.isEmpty() ? Future.succeededFuture(false) : closed(page).map(_ -> !left.isEmpty());
        });
    }

    private Future<Void> closed(List<TenantId> waiting) {
        var now = clock.instant();
        return changed(transaction -> closing.closeAged(transaction, this::slice, waiting, now), now)
                .mapEmpty();
    }

    private Future<List<AppliedUpdate>> page(@Nullable TenantId after) {
        var now = clock.instant();
        return changed(transaction -> closing.closeIdle(transaction, this::slice, now, after, PAGE), now);
    }

    private Future<List<AppliedUpdate>> changed(Function<Transaction, Future<List<AppliedUpdate>>> step, Instant now) {
        return database.transaction(RowSecurityContext.NONE, now.plus(TIME_MAX), transaction -> {
                    var announced = Transfers.announce(transaction);
                    var applied = step.apply(transaction);
                    return announced
                            .compose(_ -> applied)
                            .compose(all -> posting.post(transaction, all, ids.next(), _ -> Purpose.NONE, now)
                                    .map(all));
                })
                .onSuccess(this::publish);
    }

    private void publish(List<AppliedUpdate> applied) {
        var changed = applied.stream()
                .filter(one -> !one.before().equals(one.after()))
                .map(one -> one.after().tenant())
                .toList();
        copies.publish(changed).onFailure(_ -> {}); // published again within the second
    }

    private int slice(TenantId tenant) {
        return Partitioner.of(tenant.value(), sliceCount);
    }
}
