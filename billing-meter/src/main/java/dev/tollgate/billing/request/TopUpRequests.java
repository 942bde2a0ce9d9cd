package dev.tollgate.billing.request;

import dev.tollgate.billing.account.AccountChanges.Stored;
import dev.tollgate.billing.account.NewTopUp;
import dev.tollgate.billing.account.TopUp;
import dev.tollgate.billing.account.TopUps;
import dev.tollgate.billing.request.RequestRows.Wanted;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.work.Change;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.Objects;

/** Answers requests for money: asked for by owners, decided by the operator. */
public final class TopUpRequests {

    private final RequestParts parts;
    private final ChangeRequests<TopUpRequest> requests;
    private final TopUps topUps;

    public TopUpRequests(RequestParts parts) {
        this.parts = parts;
        this.requests = new ChangeRequests<>(parts, "top_up", TopUpRequest::of);
        this.topUps = new TopUps(parts.accounts(), parts.clock());
    }

    public void serve(OperationBus bus) {
        bus.serve(ChangeRequestOperations.REQUEST_TOP_UP, this::request);
        bus.serve(ChangeRequestOperations.LIST_TOP_UP_REQUESTS, requests::list);
        bus.serve(
                ChangeRequestOperations.CONFIRM_TOP_UP_REQUEST,
                call -> requests.confirm(
                        call, call.input().id(), this::booked, (request, topUp) -> request.warned(topUp.warning())));
        bus.serve(
                ChangeRequestOperations.REFUSE_TOP_UP_REQUEST,
                call -> requests.refuse(call, call.input().id(), call.input().reason()));
    }

    private Future<Outcome<TopUpRequest>> request(Call<NewTopUpRequest> call) {
        var asked = call.input();
        var wanted =
                new Wanted(parts.ids().next(), asked.amountMicros(), null, asked.note(), ChangeRequests.actor(call));
        return parts.work()
                .write(
                        call,
                        transaction -> requests.add(transaction, call, wanted)
                                .map(added -> added.map(row -> Change.created(TopUpRequest.of(row)))));
    }

    private Future<Outcome<Stored<TopUp>>> booked(Transaction transaction, RequestRow row) {
        var money = new NewTopUp(Objects.requireNonNull(row.amountMicros()), null);
        return topUps.book(transaction, row.tenant(), row.topUp(), money)
                .map(outcome -> outcome.map(TopUpRequests::named));
    }

    private static Stored<TopUp> named(Stored<TopUp> stored) {
        var topUp = stored.change().answer();
        return new Stored<>(stored.applied(), Change.of(topUp, TopUps.created(topUp)));
    }
}
