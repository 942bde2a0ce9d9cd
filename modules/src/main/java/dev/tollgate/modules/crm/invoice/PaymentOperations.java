package dev.tollgate.modules.crm.invoice;

import static dev.tollgate.contract.operation.Declaration.scoped;

import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.ListInput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The operations of payments. Fields are described on {@link Payment}. */
public final class PaymentOperations {

    public record NewPayment(
            InvoiceId invoiceId,
            Payment.@Nullable Kind kind,
            @Nullable PaymentId refundOfId,
            long amountCents,
            Payment.@Nullable Method method,
            @Nullable String reference,
            @Nullable String memo,
            @Nullable Instant paidAt,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {

        /** Whether money is paid back. */
        boolean isRefund() {
            return kind == null ? refundOfId != null : kind == Payment.Kind.REFUND;
        }
    }

    public record PaymentQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable InvoiceId invoiceId,
            Payment.@Nullable Kind kind,
            @Nullable PaymentId refundOfId,
            Payment.@Nullable Method method,
            @Nullable String reference,
            @Nullable Instant paidAt,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public static final ResourceOperations<PaymentId, Payment> PAYMENTS = ResourceOperations.of(
                    Payment.class, PaymentId.class, "crm", "payments")
            .withoutUpdate()
            .stored(table -> table.createdBy(NewPayment.class)
                    .startingWith("kind", Payment.Kind.PAYMENT)
                    .startingWith("currency", "")
                    .startingWith("method", Payment.Method.OTHER)
                    .startingAt("paid_at")
                    .announcedBy((_, _) -> null, "refunded")
                    .sortedBy("paid_at"));

    public static final Operation<NewPayment, Payment> RECORD =
            PAYMENTS.add(Declaration.create("record_payment", "payment")
                    .summary("Record a payment")
                    .description(
                            "Records money received for an open invoice, at most remaining_cents, or paid back. It is final.")
                    .app("POST", "/v1/payments", scoped("crm:write"))
                    .with(Trait.KEY_REQUIRED)
                    .with(Trait.DRY_RUN)
                    .with(Trait.SKIPS_EXISTING)
                    .event("payment.recorded")
                    .takes(NewPayment.class, """
                            {
                              "invoice_id": "ivc_01jg000000e008000000000001",
                              "amount_cents": 50000,
                              "method": "bank_transfer",
                              "reference": "2030-0117-4711",
                              "paid_at": "2025-01-15T09:00:00Z"
                            }
                            """)
                    .gives(Payment.class));

    public static final Operation<ListInput<PaymentQuery>, Page<Payment>> LIST = PAYMENTS.list(
            PaymentQuery.class, """
            {"limit": 10, "kind": "payment"}
            """, "Returns payments and refunds, newest first. query searches reference and memo.");

    public static final Operation<Ref<PaymentId>, Payment> GET = PAYMENTS.get();

    private PaymentOperations() {}
}
