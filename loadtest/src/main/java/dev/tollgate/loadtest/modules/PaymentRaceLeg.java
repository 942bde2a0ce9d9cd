package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.JsonTrees;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Payments and refunds of one invoice at the same time, more than its total: what is paid is never above the total nor
 * below zero, and in the end the sum of what was accepted.
 */
final class PaymentRaceLeg implements ModuleLeg {

    private static final int CALLERS = 64;
    private static final int TOTAL_CENTS = 100_000;
    private static final int PAYMENT_CENTS_MAX = 10_000;

    @Override
    public String name() {
        return "payment_races";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws InterruptedException {
        var client = testbed.client("crm");
        new Race(client, new CountedCalls()).run(testbed.sized(2, 10));
        var calls = new CountedCalls();
        int invoices = testbed.sized(2, 20);
        for (int i = 0; i < invoices; i++) {
            new Race(client, calls).run(testbed.sized(4, 25));
        }
        calls.write(figures.put("callers", CALLERS).put("invoices", invoices));
    }

    private record Paid(String payment, long cents) {}

    /** One invoice. */
    private static final class Race {

        private final AppClient client;
        private final CountedCalls calls;
        private final String invoice;
        private final AtomicLong accepted = new AtomicLong();
        private final Queue<Paid> payments = new ConcurrentLinkedQueue<>();

        Race(AppClient client, CountedCalls calls) {
            this.client = client;
            this.calls = calls;
            this.invoice = client.created("/v1/invoices", InvoiceNumberLeg.invoice(TOTAL_CENTS))
                    .path("id")
                    .asText();
        }

        void run(int callsEach) throws InterruptedException {
            try (var reader = new Callers()) {
                reader.add(() -> {
                    var _ = paid();
                });
                var _ = Callers.inParallel(CALLERS, CALLERS * callsEach, number -> {
                    step(number % 3 == 2 ? payments.poll() : null);
                    return number;
                });
                reader.stop();
            }
            require(paid() == accepted.get(), accepted + " cents were accepted, but paid are " + paid());
        }

        /** Refunds half of a payment, or pays. */
        private void step(@Nullable Paid refunded) {
            long cents = refunded == null
                    ? ThreadLocalRandom.current().nextInt(1, PAYMENT_CENTS_MAX)
                    : Math.ceilDiv(refunded.cents(), 2);
            var body = JsonTrees.object().put("invoice_id", invoice).put("amount_cents", cents);
            if (refunded != null) {
                body.put("kind", "refund").put("refund_of_id", refunded.payment());
            }
            var reply = calls.write(client, "/v1/payments", body);
            require(reply.succeeded() || reply.status() == 409, "a payment is recorded or 409, but: " + reply.text());
            if (!reply.succeeded()) {
                return;
            }
            accepted.addAndGet(refunded == null ? cents : -cents);
            if (refunded == null) {
                payments.add(new Paid(reply.data().path("id").asText(), cents));
            }
        }

        private long paid() {
            var data = client.accepted("GET", "/v1/invoices/" + invoice, null).data();
            long cents = data.path("paid_cents").asLong();
            require(cents >= 0 && cents <= TOTAL_CENTS, cents + " cents are paid of " + TOTAL_CENTS);
            return cents;
        }
    }
}
