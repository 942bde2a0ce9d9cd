package dev.tollgate.billing.request;

import dev.tollgate.billing.account.AccountChanges;
import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.billing.account.AccountTerms;
import dev.tollgate.billing.account.PlanChanges;
import dev.tollgate.billing.request.RequestRows.Decision;
import dev.tollgate.billing.request.RequestRows.Wanted;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.account.LockedAccount;
import dev.tollgate.money.price.Plan;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Answers requests for plans. A plan that owners may choose by themselves is put at once, where it raises neither
 * included usage nor cap over the present plan's, and once a month: everything else waits for the operator.
 */
public final class PlanRequests {

    private static final String SELF_SERVICE = "self-service";
    private static final String CREATED = "plan_request.created";
    private static final String CONFIRMED = "plan_request.confirmed";
    private static final String RESOURCE = "plan_request";

    private final RequestParts parts;
    private final ChangeRequests<PlanRequest> requests;
    private final PlanChanges plans;

    public PlanRequests(RequestParts parts) {
        this.parts = parts;
        this.requests = new ChangeRequests<>(parts, "plan", PlanRequest::of);
        this.plans = new PlanChanges(parts.accounts(), parts.clock());
    }

    public void serve(OperationBus bus) {
        bus.serve(ChangeRequestOperations.REQUEST_PLAN, this::request);
        bus.serve(ChangeRequestOperations.LIST_PLAN_REQUESTS, requests::list);
        bus.serve(
                ChangeRequestOperations.CONFIRM_PLAN_REQUEST,
                call -> requests.confirm(call, call.input().id(), this::put, (request, _) -> request));
        bus.serve(
                ChangeRequestOperations.REFUSE_PLAN_REQUEST,
                call -> requests.refuse(call, call.input().id(), call.input().reason()));
    }

    private Future<Outcome<PlanRequest>> request(Call<NewPlanRequest> call) {
        var plan = parts.accounts().plans().find(call.input().plan());
        if (plan.isEmpty()) {
            return Future.succeededFuture(
                    Outcome.refused(Refusal.ValidationFailed.of("plan", "is not a plan of this installation")));
        }
        var request = new Wanted(
                parts.ids().next(), null, plan.get().name(), call.input().note(), ChangeRequests.actor(call));
        return parts.changes()
                .run(
                        call,
                        transaction -> requests.add(transaction, call, request).compose(added -> switch (added) {
                            case Outcome.Done<RequestRow>(RequestRow row) -> added(transaction, row, plan.get());
                            case Outcome.Refused<RequestRow>(Refusal refusal) ->
                                Future.succeededFuture(Outcome.refused(refusal));
                            case Outcome.Replayed<RequestRow> _ ->
                                throw new IllegalStateException("nothing is replayed here");
                        }),
                        "plan " + plan.get().name());
    }

    /** The account is locked before its plan is compared, so that it does not change in between. */
    private Future<Outcome<Stored<PlanRequest>>> added(Transaction transaction, RequestRow row, Plan plan) {
        var account = parts.accounts().lock(transaction, row.tenant());
        var chosen = requests.rows().chosenSince(transaction, row.tenant(), monthStart());
        return account.compose(locked -> chosen.compose(times -> {
            if (locked.isEmpty()) {
                return Future.succeededFuture(AccountChanges.noAccount());
            }
            var present = present(locked.get());
            return selfServiceAllowed(present, plan, times)
                    ? chosen(transaction, row, plan)
                    : Future.succeededFuture(
                            Outcome.done(new Stored<>(List.of(), Change.created(PlanRequest.of(row)))));
        }));
    }

    /** Whether an owner may have the plan without asking. */
    static boolean selfServiceAllowed(Plan present, Plan plan, long chosenThisMonth) {
        return plan.selfService()
                && !plan.name().equals(present.name())
                && !plan.raises(present)
                && chosenThisMonth == 0;
    }

    private Future<Outcome<Stored<PlanRequest>>> chosen(Transaction transaction, RequestRow row, Plan plan) {
        return plans.put(transaction, row.tenant(), plan)
                .compose(outcome -> requests.decided(
                        transaction,
                        row,
                        outcome.map(PlanRequests::named),
                        new Decision(RequestStatus.CONFIRMED, SELF_SERVICE, null, true),
                        (request, _) -> request))
                .map(outcome -> outcome.map(PlanRequests::createdAndConfirmed));
    }

    private static Stored<PlanRequest> createdAndConfirmed(Stored<PlanRequest> stored) {
        var records = new ArrayList<>(stored.change().records());
        var confirmed = records.removeFirst();
        var created = RecordChange.created(Objects.requireNonNull(confirmed.before()));
        records.addAll(0, List.of(created.as(RESOURCE, CREATED), confirmed.as(RESOURCE, CONFIRMED)));
        return new Stored<>(stored.applied(), new Change<>(stored.change().answer(), records));
    }

    private Future<Outcome<Stored<AccountTerms>>> put(Transaction transaction, RequestRow row) {
        var plan = parts.accounts().plans().find(Objects.requireNonNull(row.plan()));
        return plan.isEmpty()
                ? Future.succeededFuture(Outcome.refused(
                        new Refusal.Conflict("The plan " + row.plan() + " is no longer one of this installation.")))
                : plans.put(transaction, row.tenant(), plan.get()).map(outcome -> outcome.map(PlanRequests::named));
    }

    /** The account's change under the name it has by {@code set_plan}. */
    private static Stored<AccountTerms> named(Stored<AccountTerms> stored) {
        return new Stored<>(
                stored.applied(),
                new Change<>(
                        stored.change().answer(),
                        stored.change().records().stream()
                                .map(record -> record.as("plan", "plan.set"))
                                .toList()));
    }

    private static Plan present(LockedAccount locked) {
        return locked.account().plan();
    }

    private Instant monthStart() {
        return YearMonth.from(parts.clock().instant().atOffset(ZoneOffset.UTC))
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }
}
