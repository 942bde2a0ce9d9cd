package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.InvoiceVoid;
import org.junit.jupiter.api.Test;

/** How an invoice ends. */
class InvoiceStatesTest extends InvoiceTests {

    @Test
    void an_invoice_of_nothing_is_paid_at_once() {
        var invoice = bills.issued(0);

        assertThat(invoice.status()).isEqualTo(Invoice.Status.PAID);
        assertThat(invoice.paidAt()).isEqualTo(invoice.createdAt());
        assertThat(bills.events("invoice")).containsExactly("invoice.paid");
    }

    @Test
    void an_open_invoice_is_voided_for_good_and_keeps_its_number() {
        var invoice = bills.issued(100);

        var voided = bills.voided(invoice);
        var again = desk.refusal(InvoiceOperations.VOID, caller, new InvoiceVoid(invoice.id(), "Again"));

        assertThat(voided.status()).isEqualTo(Invoice.Status.VOID);
        assertThat(voided.voidReason()).isEqualTo("Sent twice");
        assertThat(voided.voidedAt()).isNotNull();
        assertThat(voided.number()).isEqualTo("INV-000001");
        assertThat(again).isEqualTo(new Refusal.Conflict("The invoice is void already, for good."));
        assertThat(bills.conflict(Bills.payment(invoice, 1))).startsWith("The invoice is void");
        assertThat(bills.issued(100).number()).isEqualTo("INV-000002");
        assertThat(bills.events("invoice")).containsExactly("invoice.created", "invoice.voided", "invoice.created");
    }

    @Test
    void an_invoice_of_nothing_is_voided_although_it_is_paid() {
        var invoice = bills.issued(0);

        var voided = bills.voided(invoice);

        assertThat(voided.status()).isEqualTo(Invoice.Status.VOID);
        assertThat(voided.paidAt()).isNull();
        assertThat(voided.voidReason()).isEqualTo("Sent twice");
        assertThat(bills.events("invoice")).containsExactly("invoice.paid", "invoice.voided");
    }

    @Test
    void an_invoice_on_which_something_is_paid_is_not_voided_until_it_is_refunded() {
        var invoice = bills.issued(100);
        var payment = bills.paid(invoice, 40);
        var input = new InvoiceVoid(invoice.id(), "Wrong");

        var refused = desk.refusal(InvoiceOperations.VOID, caller, input);
        var _ = bills.recorded(Bills.refund(invoice, payment, 40));

        assertThat(refused)
                .isEqualTo(new Refusal.Conflict(
                        "Only an invoice without payments can be voided: refund its payments first."));
        assertThat(desk.done(InvoiceOperations.VOID, caller, input).status()).isEqualTo(Invoice.Status.VOID);
    }

    @Test
    void a_void_at_another_version_is_refused() {
        var invoice = bills.issued(100);

        var outcome = desk.call(
                InvoiceOperations.VOID,
                caller,
                new InvoiceVoid(invoice.id(), "Wrong"),
                new Conditions(null, 7L, null, false));

        assertThat(outcome).isEqualTo(Outcome.refused(new Refusal.VersionConflict(1)));
    }
}
