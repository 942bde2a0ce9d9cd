package dev.tollgate.billing.payment;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Metrics of payments, for dashboards and alerts. */
final class PaymentMetrics {

    private final Counter shortfall;
    private final Counter mismatched;
    private final Counter unsigned;

    PaymentMetrics(MeterRegistry registry) {
        shortfall = Counter.builder("tollgate.payments.shortfall.micros")
                .description("Micros that refunds and disputes could not take back because they were spent")
                .register(registry);
        mismatched = Counter.builder("tollgate.payments.mismatched")
                .description("Answers and messages of Stripe that do not match the checkout they name")
                .register(registry);
        unsigned = Counter.builder("tollgate.payments.unsigned")
                .description("Messages to the payment webhook without a valid signature")
                .register(registry);
    }

    void shortfall(long micros) {
        shortfall.increment((double) micros);
    }

    void mismatched() {
        mismatched.increment();
    }

    void unsigned() {
        unsigned.increment();
    }
}
