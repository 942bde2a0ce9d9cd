package dev.tollgate.billing.request;

import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.billing.request.RequestRows.Decision;
import dev.tollgate.billing.request.RequestRows.Wanted;
import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.page.KeysetPages;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * Behaviour common to requests of every kind: added while few are pending, decided once, listed.
 *
 * @param <R> the request as callers see it
 */
final class ChangeRequests<R extends Resource> {

    /** Maximum undecided requests of one kind and tenant. */
    static final int PENDING_MAX = 10;

    private static final String PAGE = "SELECT " + RequestRows.COLUMNS + """
             FROM billing.change_request
             WHERE tenant_id = $1 AND kind = $2
               AND ($3::uuid IS NULL OR id < $3)
               AND ($4::text IS NULL OR status = $4)
             ORDER BY id DESC
             LIMIT $5
            """;

    private final RequestParts parts;
    private final String kind;
    private final RequestRows rows;
    private final Function<RequestRow, R> shown;

    ChangeRequests(RequestParts parts, String kind, Function<RequestRow, R> shown) {
        this.parts = parts;
        this.kind = kind;
        this.rows = new RequestRows(kind);
        this.shown = shown;
    }

    RequestRows rows() {
        return rows;
    }

    /** Adds a request; refused where too many wait. */
    Future<Outcome<RequestRow>> add(Transaction transaction, Call<?> call, Wanted wanted) {
        return rows.add(
                        transaction,
                        call.caller().tenantId(),
                        wanted,
                        PENDING_MAX,
                        parts.clock().instant())
                .map(added -> added.map(Outcome::done).orElseGet(ChangeRequests::full));
    }

    /**
     * Confirms a pending request and executes it. A request that is already confirmed is returned unchanged.
     *
     * @param action executes the request; if it is refused, the request stays pending
     * @param told the answer, from the request and what was done
     */
    <A> Future<Outcome<R>> confirm(
            Call<?> call,
            Id id,
            BiFunction<Transaction, RequestRow, Future<Outcome<Stored<A>>>> action,
            BiFunction<R, A, R> told) {
        return parts.changes()
                .run(
                        call,
                        transaction -> rows.lock(transaction, call.caller().tenantId(), id.value())
                                .compose(found -> confirmed(transaction, call, found, action, told)),
                        "request " + id.text());
    }

    private <A> Future<Outcome<Stored<R>>> confirmed(
            Transaction transaction,
            Call<?> call,
            Optional<RequestRow> found,
            BiFunction<Transaction, RequestRow, Future<Outcome<Stored<A>>>> action,
            BiFunction<R, A, R> told) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(missing()));
        }
        var row = found.get();
        return switch (row.status()) {
            case PENDING ->
                action.apply(transaction, row)
                        .compose(outcome -> decided(
                                transaction,
                                row,
                                outcome,
                                new Decision(RequestStatus.CONFIRMED, actor(call), null, false),
                                told));
            case CONFIRMED ->
                Future.succeededFuture(Outcome.done(new Stored<>(List.of(), Change.unchanged(shown.apply(row)))));
            case REFUSED -> Future.succeededFuture(Outcome.refused(alreadyDecided(row)));
        };
    }

    /** Keeps the decision with what was done; the events of the action come behind the request's own. */
    <A> Future<Outcome<Stored<R>>> decided(
            Transaction transaction,
            RequestRow row,
            Outcome<Stored<A>> outcome,
            Decision decision,
            BiFunction<R, A, R> told) {
        return switch (outcome) {
            case Outcome.Done<Stored<A>>(Stored<A> done) ->
                rows.decide(transaction, row, decision, parts.clock().instant()).map(after -> {
                    var answer = told.apply(shown.apply(after), done.change().answer());
                    var records = Change.updated(shown.apply(row), shown.apply(after))
                            .with(done.change().records())
                            .records();
                    return Outcome.done(new Stored<>(done.applied(), new Change<>(answer, records)));
                });
            case Outcome.Refused<Stored<A>>(Refusal refusal) -> Future.succeededFuture(Outcome.refused(refusal));
            case Outcome.Replayed<Stored<A>> _ -> throw new IllegalStateException("nothing is replayed here");
        };
    }

    /** Refuses a pending request; one that is already refused is returned unchanged. */
    Future<Outcome<R>> refuse(Call<?> call, Id id, String reason) {
        return parts.changes()
                .run(
                        call,
                        transaction -> rows.lock(transaction, call.caller().tenantId(), id.value())
                                .compose(found -> refused(transaction, call, found, reason)),
                        "request " + id.text());
    }

    private Future<Outcome<Stored<R>>> refused(
            Transaction transaction, Call<?> call, Optional<RequestRow> found, String reason) {
        if (found.isEmpty()) {
            return Future.succeededFuture(Outcome.refused(missing()));
        }
        var row = found.get();
        return switch (row.status()) {
            case PENDING ->
                rows.decide(
                                transaction,
                                row,
                                new Decision(RequestStatus.REFUSED, actor(call), reason, false),
                                parts.clock().instant())
                        .map(after -> Outcome.done(
                                new Stored<>(List.of(), Change.updated(shown.apply(row), shown.apply(after)))));
            case REFUSED ->
                Future.succeededFuture(Outcome.done(new Stored<>(List.of(), Change.unchanged(shown.apply(row)))));
            case CONFIRMED -> Future.succeededFuture(Outcome.refused(alreadyDecided(row)));
        };
    }

    /** Newest first. */
    Future<Outcome<Page<R>>> list(Call<RequestPage> call) {
        var wanted = call.input();
        var status = wanted.status() == null ? null : wanted.status().text();
        var tenant = call.caller().tenantId().value();
        return new KeysetPages(parts.cursors())
                .page(
                        call,
                        new KeysetPages.Wanted(String.valueOf(status), wanted.cursor(), wanted.limit()),
                        request -> request.id().value(),
                        (before, count) -> parts.work()
                                .read(call, PAGE, Tuple.of(tenant, kind, before, status, count))
                                .map(rows -> KeysetPages.items(rows, row -> shown.apply(RequestRow.of(row)))));
    }

    /** The actor of a request or decision, as in the audit. */
    static String actor(Call<?> call) {
        return call.caller().actor().qualifiedId();
    }

    private static Outcome<RequestRow> full() {
        return Outcome.refused(new Refusal.Conflict(
                PENDING_MAX + " requests are already pending. Wait until the operator has decided on one of them."));
    }

    private static Refusal alreadyDecided(RequestRow row) {
        return new Refusal.Conflict("The request is " + row.status().text() + " already.");
    }

    private static Refusal missing() {
        return new Refusal.ResourceNotFound("The request was not found.");
    }
}
