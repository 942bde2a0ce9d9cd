package dev.tollgate.billing.close;

import dev.tollgate.billing.ledger.Purpose;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.account.AccountClosing;
import dev.tollgate.money.account.AccountRows;
import dev.tollgate.money.account.AppliedUpdate;
import dev.tollgate.money.account.Copies;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.Partitioner;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.SqlState;
import dev.tollgate.runtime.postgres.Transaction;
import dev.tollgate.runtime.repeat.FutureLoop;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the months and ends the grants and overrides of accounts in which nothing is charged. */
public final class IdleAccounts {

    /** Accounts of one transaction. */
    static final int PAGE = 200;

    private static final Duration TIME_MAX = Duration.ofSeconds(5);

    private static final Logger LOGGER = LoggerFactory.getLogger(IdleAccounts.class);

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
        var turn = new Turn();
        return FutureLoop.<TenantId>pages(after ->
                        due(after).compose(due -> turn.close(due).map(_ -> due.size() < PAGE ? null : due.getLast())))
                .compose(_ -> turn.end());
    }

    /** Closes accounts as far as their partitions are: for holds and grants that no charge will come for any more. */
    public Future<Void> close(List<TenantId> waiting) {
        var turn = new Turn();
        return turn.close(waiting).compose(_ -> turn.end());
    }

    private Future<List<TenantId>> due(@Nullable TenantId after) {
        var now = clock.instant();
        return database.transaction(
                RowSecurityContext.NONE,
                now.plus(TIME_MAX),
                transaction -> AccountClosing.idle(transaction, now, after, PAGE));
    }

    /**
     * Closes accounts, a page in one transaction. A page that fails is divided until one account is alone, which keeps
     * back no other; the first failure is told at the end. While PostgreSQL is away nothing is tried.
     */
    private final class Turn {
        private final ArrayDeque<List<TenantId>> pages = new ArrayDeque<>();
        private @Nullable Throwable failure;

        private Future<Void> close(List<TenantId> tenants) {
            for (int from = 0; from < tenants.size(); from += PAGE) {
                pages.add(tenants.subList(from, Math.min(from + PAGE, tenants.size())));
            }
            return FutureLoop.whileTrue(() -> {
                var page = pages.poll();
                return page == null
                        ? Future.succeededFuture(false)
                        : closed(page).recover(cause -> divided(page, cause)).map(true);
            });
        }

        private Future<Void> divided(List<TenantId> page, Throwable cause) {
            if (cause instanceof Failure.Unavailable && !SqlState.isBusy(cause)) {
                return Future.failedFuture(cause);
            }
            if (page.size() == 1) {
                LOGGER.atError()
                        .addKeyValue("tenant", page.getFirst())
                        .addKeyValue("reason", String.valueOf(cause.getMessage()))
                        .log("failed to close an idle account, will retry");
                failure = failure == null ? cause : failure;
            } else {
                pages.addFirst(page.subList(page.size() / 2, page.size()));
                pages.addFirst(page.subList(0, page.size() / 2));
            }
            return Future.succeededFuture();
        }

        private Future<Void> end() {
            return failure == null ? Future.succeededFuture() : Future.failedFuture(failure);
        }
    }

    private Future<Void> closed(List<TenantId> tenants) {
        var now = clock.instant();
        return changed(transaction -> closing.closeUncharged(transaction, this::slice, tenants, now), now)
                .mapEmpty();
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
