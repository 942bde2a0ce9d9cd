package dev.tollgate.billing.payment;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.process.PeriodicTasks;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Payments on one event loop: their operations, and the task that looks for lost messages. */
public final class PaymentService {

    private static final Refusal NOT_SET_UP = new Refusal.Conflict(
            "Payments by Stripe are not configured in this installation. Ask the operator with " + "request_top_up.");

    private final PaymentParts parts;
    private final PaymentMetrics counts;
    private final @Nullable StripeApi stripe;
    private final PeriodicTasks tasks;

    public PaymentService(Vertx vertx, PaymentParts parts, StripeDeclaration declared, MeterRegistry registry) {
        this.parts = parts;
        this.counts = new PaymentMetrics(registry);
        this.stripe = api(vertx, declared.toSettings());
        this.tasks = new PeriodicTasks(vertx);
    }

    private static @Nullable StripeApi api(Vertx vertx, Optional<StripeSettings> settings) {
        return settings.isEmpty() ? null : new StripeApi(vertx, settings.get());
    }

    /** Binds the operations; without Stripe nothing can be paid, and its messages go nowhere. */
    public void serve(OperationBus bus) {
        if (stripe == null) {
            bus.serve(CheckoutOperations.CREATE_CHECKOUT, _ -> Outcome.refusedFuture(NOT_SET_UP));
            bus.withhold(CheckoutOperations.SETTLE_PAYMENT);
            serve(bus, new CheckoutQueries(parts, null));
            return;
        }
        var payments = new CheckoutSettlement(parts, stripe, counts);
        serve(bus, new CheckoutQueries(parts, new CheckoutReads(parts, payments)));
        bus.serve(CheckoutOperations.CREATE_CHECKOUT, new Checkouts(parts, stripe)::create);
        bus.serve(CheckoutOperations.SETTLE_PAYMENT, new StripeWebhook(stripe, payments, counts, parts.clock())::take);
        tasks.every(stripe.settings().sweepEvery(), "checkouts", new CheckoutSweep(parts, payments)::round);
    }

    private static void serve(OperationBus bus, CheckoutQueries queries) {
        bus.serve(CheckoutOperations.LIST_CHECKOUTS, queries::list);
        bus.serve(CheckoutOperations.GET_CHECKOUT, queries::get);
    }

    public Future<Void> stop() {
        tasks.stop();
        return stripe == null ? Future.succeededFuture() : stripe.close();
    }
}
