package dev.tollgate.modules.crm.invoice;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.invoice.Invoice.Status;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.NewInvoice;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.Copy;
import dev.tollgate.records.shape.CurrencyAmount;
import dev.tollgate.records.table.TableDeclaration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The life of an invoice: issued, paid and reopened by payments and refunds, overdue, voided. Pure functions. */
final class InvoiceStates {

    /** How far back an invoice can be dated. */
    private static final int BACK_DAYS_MAX = 366;

    private static final int DUE_DAYS = 30;

    /** Numbers that a workspace gives out itself, in any case. */
    private static final Pattern OWN_NUMBER = Pattern.compile("(?i)INV-[0-9]{6,}");

    private static final TableDeclaration<Invoice> TABLE = InvoiceOperations.INVOICES.table();
    private static final Column<Invoice, String> NUMBER = TABLE.column("number", String.class);
    private static final Column<Invoice, Status> STATUS = TABLE.column("status", Status.class);
    private static final Column<Invoice, BillTo> BILL_TO = TABLE.column("bill_to", BillTo.class);
    private static final Column<Invoice, LocalDate> ISSUE_DATE = TABLE.column("issue_date", LocalDate.class);
    private static final Column<Invoice, LocalDate> DUE_DATE = TABLE.column("due_date", LocalDate.class);
    private static final Column<Invoice, List<InvoiceLine>> LINES = TABLE.column("lines", List.class);
    private static final Column<Invoice, List<InvoiceTax>> TAXES = TABLE.column("taxes", List.class);
    private static final Column<Invoice, Long> SUBTOTAL_CENTS = TABLE.column("subtotal_cents", long.class);
    private static final Column<Invoice, Long> TAX_CENTS = TABLE.column("tax_cents", long.class);
    private static final Column<Invoice, Long> TOTAL_CENTS = TABLE.column("total_cents", long.class);
    private static final Column<Invoice, Long> PAID_CENTS = TABLE.column("paid_cents", long.class);
    private static final Column<Invoice, Long> REMAINING_CENTS = TABLE.column("remaining_cents", long.class);
    private static final Column<Invoice, Boolean> OVERDUE = TABLE.column("overdue", boolean.class);
    private static final Column<Invoice, Instant> OVERDUE_AT = TABLE.column("overdue_at", Instant.class);
    private static final Column<Invoice, Instant> PAID_AT = TABLE.column("paid_at", Instant.class);
    private static final Column<Invoice, Instant> VOIDED_AT = TABLE.column("voided_at", Instant.class);
    private static final Column<Invoice, String> VOID_REASON = TABLE.column("void_reason", String.class);

    private InvoiceStates() {}

    /** What is wrong with an input, but for references and a missing name. */
    static List<FieldError> faults(NewInvoice input, LocalDate today) {
        var faults = new ArrayList<FieldError>();
        if (input.number() != null && input.externalId() == null) {
            faults.add(new FieldError("number", "is taken with external_id only: other invoices get the next number"));
        } else if (input.number() != null && OWN_NUMBER.matcher(input.number()).matches()) {
            faults.add(new FieldError("number", "must not have the form of the workspace's own numbers, INV-000001"));
        }
        faults.addAll(CurrencyAmount.faults(input.currency()));
        if (input.billTo() != null) {
            faults.addAll(input.billTo().faults());
        }
        var issued = issueDate(input, today);
        if (issued.isAfter(today) || issued.isBefore(today.minusDays(BACK_DAYS_MAX))) {
            faults.add(new FieldError(
                    "issue_date", "must be today, " + today + ", or at most " + BACK_DAYS_MAX + " days before"));
        }
        if (input.dueDate() != null && input.dueDate().isBefore(issued)) {
            faults.add(new FieldError("due_date", "must not be before issue_date, " + issued));
        }
        faults.addAll(InvoiceAmounts.faults(input.lines()));
        return faults;
    }

    private static LocalDate issueDate(NewInvoice input, LocalDate today) {
        return input.issueDate() == null ? today : input.issueDate();
    }

    /** A new invoice of an input without faults; one of nothing is paid at once. */
    static Invoice issued(Invoice invoice, NewInvoice input, BillTo billTo, LocalDate today) {
        var amounts = InvoiceAmounts.of(input.lines());
        var issued = issueDate(input, today);
        var copy = TABLE.copy(invoice)
                .set(BILL_TO, billTo)
                .set(ISSUE_DATE, issued)
                .set(DUE_DATE, input.dueDate() == null ? issued.plusDays(DUE_DAYS) : input.dueDate())
                .set(LINES, amounts.lines())
                .set(TAXES, amounts.taxes())
                .set(SUBTOTAL_CENTS, amounts.subtotalCents())
                .set(TAX_CENTS, amounts.taxCents())
                .set(TOTAL_CENTS, amounts.totalCents())
                .set(REMAINING_CENTS, amounts.totalCents());
        return amounts.totalCents() > 0
                ? copy.done()
                : copy.set(STATUS, Status.PAID)
                        .set(PAID_AT, invoice.createdAt())
                        .done();
    }

    static Invoice numbered(Invoice invoice, String number) {
        return TABLE.copy(invoice).set(NUMBER, number).done();
    }

    /**
     * An invoice with a payment of it.
     *
     * @param tells whether a refusal tells amounts
     */
    static Outcome<Invoice> paid(Invoice invoice, Payment payment, boolean tells) {
        if (invoice.status() == Status.VOID) {
            return conflict("The invoice is void: nothing can be paid on it.");
        }
        if (payment.amountCents() > invoice.remainingCents()) {
            return conflict("The amount is more than what remains to be paid"
                    + (tells
                            ? ": remaining_cents is " + invoice.remainingCents() + " (" + invoice.currency() + ")."
                            : "."));
        }
        long paid = invoice.paidCents() + payment.amountCents();
        return Outcome.done(
                paid == invoice.totalCents()
                        ? amounted(invoice, paid)
                                .set(STATUS, Status.PAID)
                                .set(PAID_AT, payment.paidAt())
                                .set(OVERDUE, false)
                                .done()
                        : amounted(invoice, paid).done());
    }

    /**
     * An invoice with a refund of one of its payments.
     *
     * @param restCents what has not been refunded of the payment yet
     * @param tells whether a refusal tells amounts
     */
    static Outcome<Invoice> refunded(Invoice invoice, Payment refund, long restCents, boolean tells) {
        return refund.amountCents() > restCents
                ? conflict("The amount is more than what can be refunded of the payment"
                        + (tells ? ": " + restCents + " cents of it are left (" + invoice.currency() + ")." : "."))
                : Outcome.done(amounted(invoice, invoice.paidCents() - refund.amountCents())
                        .set(STATUS, Status.OPEN)
                        .set(PAID_AT, null)
                        .set(OVERDUE, invoice.overdueAt() != null)
                        .done());
    }

    private static Copy<Invoice> amounted(Invoice invoice, long paidCents) {
        return TABLE.copy(invoice).set(PAID_CENTS, paidCents).set(REMAINING_CENTS, invoice.totalCents() - paidCents);
    }

    /** Also one of nothing, which is paid without payments. */
    static Outcome<Invoice> voided(Invoice invoice, String reason, Instant now) {
        if (invoice.status() == Status.VOID) {
            return conflict("The invoice is void already, for good.");
        }
        return invoice.paidCents() == 0
                ? Outcome.done(TABLE.copy(invoice)
                        .set(STATUS, Status.VOID)
                        .set(PAID_AT, null)
                        .set(VOIDED_AT, now)
                        .set(VOID_REASON, reason)
                        .set(OVERDUE, false)
                        .done())
                : conflict("Only an invoice without payments can be voided: refund its payments first.");
    }

    /** An invoice at a time after its due date: overdue once, and while open. */
    static Invoice overdue(Invoice invoice, Instant at) {
        return isAwaited(invoice)
                ? TABLE.copy(invoice).set(OVERDUE, true).set(OVERDUE_AT, at).done()
                : invoice;
    }

    /** When an invoice becomes overdue, if it stays as it is: the beginning of the day after; null if it does not. */
    static @Nullable Instant overdueTime(Invoice invoice, ZoneId zone) {
        return isAwaited(invoice)
                ? invoice.dueDate().plusDays(1).atStartOfDay(zone).toInstant()
                : null;
    }

    private static boolean isAwaited(Invoice invoice) {
        return invoice.status() == Status.OPEN && invoice.overdueAt() == null;
    }

    /** The event of a change, where the operation has no event of invoices. */
    static @Nullable String verb(Invoice before, Invoice after) {
        if (after.paidCents() == before.paidCents()) {
            return after.overdue() && !before.overdue() ? "overdue" : null;
        }
        if (after.status() == Status.PAID) {
            return "paid";
        }
        return before.status() == Status.PAID || after.paidCents() == 0 ? "reopened" : "partially_paid";
    }

    private static Outcome<Invoice> conflict(String detail) {
        return Outcome.refused(new Refusal.Conflict(detail));
    }
}
