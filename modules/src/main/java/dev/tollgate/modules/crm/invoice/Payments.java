package dev.tollgate.modules.crm.invoice;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.invoice.PaymentOperations.NewPayment;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Records payments and refunds. The invoice is locked, and decides, after the payment is stored, and right before the
 * commit: its payments wait for each other as briefly as possible. A refund locks it first, since it is compared with
 * all refunds of its payment.
 */
public final class Payments {

    private static final String REFUNDED = """
            SELECT COALESCE(sum(amount_cents), 0)::bigint FROM crm.payment WHERE workspace_id = $1 AND refund_of_id = $2
            """;

    private static final TableDeclaration<Payment> TABLE = PaymentOperations.PAYMENTS.table();
    private static final Column<Payment, Payment.Kind> KIND = TABLE.column("kind", Payment.Kind.class);
    private static final Column<Payment, String> CURRENCY = TABLE.column("currency", String.class);

    /**
     * What a payment is about. Missing records are refused by the table.
     *
     * @param refunded the payment that is refunded
     * @param restCents what is left of it; 0 without one
     */
    private record PaidRecords(
            @Nullable Invoice invoice, @Nullable Payment refunded, long restCents) {

        List<FieldError> faults() {
            if (invoice == null || refunded == null) {
                return List.of();
            }
            if (refunded.kind() == Payment.Kind.REFUND) {
                return List.of(new FieldError("refund_of_id", "is a refund: give the payment"));
            }
            return refunded.invoiceId().equals(invoice.id())
                    ? List.of()
                    : List.of(new FieldError("refund_of_id", "is a payment of another invoice"));
        }

        Payment completed(Payment payment, boolean refund) {
            return TABLE.copy(payment)
                    .set(KIND, refund ? Payment.Kind.REFUND : Payment.Kind.PAYMENT)
                    .set(CURRENCY, invoice == null ? "" : invoice.currency())
                    .done();
        }

        Outcome<Invoice> settled(Invoice locked, Payment payment, boolean tells) {
            return payment.kind() == Payment.Kind.REFUND
                    ? InvoiceStates.refunded(locked, payment, restCents, tells)
                    : InvoiceStates.paid(locked, payment, tells);
        }
    }

    private final Invoices behaviour;
    private final RecordTable<Invoice> invoices;
    private final RecordTable<Payment> payments;
    private final Work work;

    public Payments(ModuleContext context, Invoices behaviour) {
        this.behaviour = behaviour;
        this.invoices = context.table(InvoiceOperations.INVOICES.table());
        this.payments = context.table(TABLE);
        this.work = context.work();
    }

    public Future<Outcome<Payment>> record(Call<NewPayment> call) {
        var faults = faults(call.input(), call.facts().time());
        return faults.isEmpty()
                ? work.writeContended(call, transaction -> recorded(transaction, call))
                : Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
    }

    static List<FieldError> faults(NewPayment input, Instant now) {
        var faults = new ArrayList<FieldError>();
        if (input.isRefund() && input.refundOfId() == null) {
            faults.add(new FieldError("refund_of_id", "is required for a refund"));
        } else if (!input.isRefund() && input.refundOfId() != null) {
            faults.add(new FieldError("kind", "must be refund with refund_of_id"));
        }
        if (input.paidAt() != null && input.paidAt().isAfter(now)) {
            faults.add(new FieldError("paid_at", "must not be later than now"));
        }
        if (input.reference() != null && CardNumbers.isOne(input.reference())) {
            faults.add(new FieldError("reference", "must not be a card number: give the ID of the payment instead"));
        }
        return faults;
    }

    private Future<Outcome<Change<Payment>>> recorded(Transaction transaction, Call<NewPayment> call) {
        var input = call.input();
        return paid(transaction, call).compose(paid -> {
            var faults = paid.faults();
            var fresh = payments.fresh(input).with(payment -> paid.completed(payment, input.isRefund()));
            return faults.isEmpty()
                    ? payments.insert(transaction, call, fresh)
                            .compose(inserted -> settled(transaction, call, paid, inserted))
                    : Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
        });
    }

    private Future<PaidRecords> paid(Transaction transaction, Call<NewPayment> call) {
        var invoice = call.input().invoiceId();
        var refunded = call.input().refundOfId();
        if (refunded == null) {
            return invoices.some(transaction, call, List.of(invoice))
                    .map(found -> new PaidRecords(first(found), null, 0));
        }
        // Whether it may be changed is decided when it is.
        var _ = invoices.locked(transaction, call, invoice);
        var invoiceFound = invoices.some(transaction, call, List.of(invoice));
        var paymentFound = payments.some(transaction, call, List.of(refunded));
        var refunds =
                transaction.query(REFUNDED, Tuple.of(call.caller().workspaceId().value(), refunded.value()));
        return Future.all(invoiceFound, paymentFound, refunds).map(_ -> {
            var payment = first(paymentFound.result());
            long refundedCents = refunds.result().iterator().next().getLong(0);
            return new PaidRecords(
                    first(invoiceFound.result()), payment, payment == null ? 0 : payment.amountCents() - refundedCents);
        });
    }

    private static <R> @Nullable R first(List<R> found) {
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Changes the invoice of a payment that was stored just now. */
    private Future<Outcome<Change<Payment>>> settled(
            Transaction transaction, Call<NewPayment> call, PaidRecords paid, Outcome<Change<Payment>> inserted) {
        if (!(inserted instanceof Outcome.Done<Change<Payment>>(Change<Payment> made)) || made.existed()) {
            return Future.succeededFuture(inserted);
        }
        var payment = made.answer();
        boolean tells = call.caller().reads("crm");
        return invoices.patch(transaction, call, payment.invoiceId(), invoice -> paid.settled(invoice, payment, tells))
                .map(outcome -> outcome.map(
                        invoice -> withInvoice(payment, made, behaviour.scheduled(transaction, call, invoice))));
    }

    private static Change<Payment> withInvoice(Payment payment, Change<Payment> made, Change<Invoice> invoice) {
        var recorded = made.records().getFirst();
        return Change.of(
                        payment,
                        payment.kind() == Payment.Kind.REFUND ? recorded.as("payment", "payment.refunded") : recorded)
                .with(invoice.records());
    }
}
