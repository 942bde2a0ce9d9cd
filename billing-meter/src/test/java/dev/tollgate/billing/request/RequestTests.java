package dev.tollgate.billing.request;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.price.Plan;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Requests of owners on real servers. */
abstract class RequestTests extends OnBench {

    static final int AT_ONCE = 10;

    static TopUpRequest asked(TenantId tenant, long micros) {
        return desk.done(
                ChangeRequestOperations.REQUEST_TOP_UP,
                desk.on(tenant),
                new NewTopUpRequest(micros, "by bank transfer"));
    }

    static void asked(TenantId tenant, List<Long> amounts) {
        for (long micros : amounts) {
            var _ = asked(tenant, micros);
        }
    }

    static PlanRequest asked(TenantId tenant, Plan plan) {
        return desk.done(ChangeRequestOperations.REQUEST_PLAN, desk.on(tenant), new NewPlanRequest(plan.name(), null));
    }

    static String plan(TenantId tenant) {
        return bench.account(tenant).plan().name();
    }

    static List<String> events(TenantId tenant) {
        return bench.events().stream()
                .filter(event -> event.tenant().equals(tenant))
                .map(DomainEvent::type)
                .toList();
    }

    /** The outcomes of calls at once. */
    static <A> List<Outcome<A>> atOnce(Supplier<Outcome<A>> call) {
        var calls = IntStream.range(0, AT_ONCE)
                .mapToObj(_ -> CompletableFuture.supplyAsync(call))
                .toList();
        return calls.stream()
                .map(one -> one.orTimeout(1, TimeUnit.MINUTES).join())
                .toList();
    }

    static <I, A> Refusal refusal(Operation<I, A> operation, TenantId tenant, I input) {
        return desk.refusal(operation, desk.on(tenant), input);
    }
}
