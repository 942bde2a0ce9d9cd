package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.invoice.PaymentOperations.PaymentQuery;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What payments and refunds do to their invoice. */
class PaymentsTest extends InvoiceTests {

    @BeforeEach
    void readAll() {
        caller = Records.reading(caller);
        bills = new Bills(desk, caller);
    }

    @Test
    void payments_add_up_to_a_paid_invoice() {
        var invoice = bills.issued(124_999);

        var first = bills.paid(invoice, 50_000);
        var partly = bills.now(invoice);
        var last = bills.paid(invoice, 74_999);
        var paid = bills.now(invoice);

        assertThat(first.kind()).isEqualTo(Payment.Kind.PAYMENT);
        assertThat(first.currency()).isEqualTo("EUR");
        assertThat(partly.status()).isEqualTo(Invoice.Status.OPEN);
        assertThat(partly.remainingCents()).isEqualTo(74_999);
        assertThat(paid.status()).isEqualTo(Invoice.Status.PAID);
        assertThat(paid.remainingCents()).isZero();
        assertThat(paid.paidAt()).isEqualTo(last.paidAt());
        assertThat(paid.version()).isEqualTo(3);
        assertThat(bills.events("invoice"))
                .containsExactly("invoice.created", "invoice.partially_paid", "invoice.paid");
        assertThat(bills.events("payment")).containsExactly("payment.recorded", "payment.recorded");
    }

    @Test
    void more_than_remains_is_refused_with_what_remains() {
        var invoice = bills.issued(100);
        var _ = bills.paid(invoice, 40);

        var conflict = bills.conflict(Bills.payment(invoice, 61));
        var _ = bills.paid(invoice, 60);
        var nothing = bills.conflict(Bills.payment(invoice, 1));

        assertThat(conflict).contains("remaining_cents is 60 (EUR)");
        assertThat(nothing).contains("remaining_cents is 0 (EUR)");
        assertThat(bills.now(invoice).paidCents()).isEqualTo(100);
        assertThat(bills.events("payment")).hasSize(2);
    }

    @Test
    void a_caller_that_may_not_read_invoices_learns_no_amounts() {
        var invoice = bills.issued(7_340);
        var payment = bills.paid(invoice, 1_290);
        var blind = new Bills(desk, new Caller(caller.actor(), caller.tenant(), caller.workspace()));

        var paid = blind.conflict(Bills.payment(invoice, 7_000));
        var refunded = blind.conflict(Bills.refund(invoice, payment, 1_300));

        assertThat(List.of(paid, refunded))
                .allSatisfy(detail -> assertThat(detail)
                        .startsWith("The amount is more than what ")
                        .doesNotContainPattern("[0-9]|EUR"));
    }

    @Test
    void a_refund_reopens_a_paid_invoice_which_is_paid_again() {
        var invoice = bills.issued(100);
        var payment = bills.paid(invoice, 100);

        var refund = bills.recorded(Bills.refund(invoice, payment, 30));
        var reopened = bills.now(invoice);
        var _ = bills.paid(invoice, 30);

        assertThat(refund.kind()).isEqualTo(Payment.Kind.REFUND);
        assertThat(reopened.status()).isEqualTo(Invoice.Status.OPEN);
        assertThat(reopened.paidAt()).isNull();
        assertThat(reopened.remainingCents()).isEqualTo(30);
        assertThat(bills.now(invoice).status()).isEqualTo(Invoice.Status.PAID);
        assertThat(bills.events("invoice"))
                .containsExactly("invoice.created", "invoice.paid", "invoice.reopened", "invoice.paid");
        assertThat(bills.events("payment")).containsExactly("payment.recorded", "payment.refunded", "payment.recorded");
    }

    @Test
    void refunds_are_at_most_their_payment_together() {
        var invoice = bills.issued(100);
        var payment = bills.paid(invoice, 60);
        var _ = bills.paid(invoice, 40);
        var _ = bills.recorded(Bills.refund(invoice, payment, 50));

        var conflict = bills.conflict(Bills.refund(invoice, payment, 11));
        var _ = bills.recorded(Bills.refund(invoice, payment, 10));

        assertThat(conflict).contains("10 cents of it are left (EUR)");
        assertThat(bills.now(invoice).paidCents()).isEqualTo(40);
    }

    @Test
    void a_refund_of_a_part_says_what_is_still_paid() {
        var invoice = bills.issued(100);
        var payment = bills.paid(invoice, 60);

        var _ = bills.recorded(Bills.refund(invoice, payment, 20));
        var _ = bills.recorded(Bills.refund(invoice, payment, 40));

        assertThat(bills.events("invoice"))
                .containsExactly(
                        "invoice.created", "invoice.partially_paid", "invoice.partially_paid", "invoice.reopened");
    }

    @Test
    void a_refund_is_of_a_payment_of_the_same_invoice() {
        var invoice = bills.issued(100);
        var other = bills.issued(100);
        var payment = bills.paid(invoice, 100);
        var refund = bills.recorded(Bills.refund(invoice, payment, 10));
        var foreign = new Bills(desk, desk.stranger());
        var far = foreign.issued(100);

        assertThat(faults(Bills.refund(other, payment, 10))).containsExactly("refund_of_id");
        assertThat(faults(Bills.refund(invoice, refund, 10))).containsExactly("refund_of_id");
        assertThat(faults(Bills.refund(invoice, foreign.paid(far, 100), 10))).containsExactly("refund_of_id");
        assertThat(faults(Bills.payment(far, 10))).containsExactly("invoice_id");
    }

    private List<String> faults(PaymentOperations.NewPayment input) {
        return desk.faults(PaymentOperations.RECORD, caller, input);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'kind': 'refund' | refund_of_id",
                "'kind': 'payment', 'refund_of_id': 'pay_01jg000000e008000000000001' | kind",
                "'refund_of_id': 'pay_01jg000000e008000000000001' | refund_of_id",
                "'reference': '4242 4242 4242 4242' | reference"
            })
    void what_does_not_fit_together_is_refused(String fields, String field) {
        assertThat(faults(Bills.payment(bills.issued(100), 10, ", " + fields))).containsExactly(field);
    }

    @Test
    void a_payment_is_not_later_than_now() {
        var invoice = bills.issued(100);
        var soon = desk.clock.instant().plus(Duration.ofMinutes(1));

        assertThat(faults(Bills.payment(invoice, 10, ", 'paid_at': '" + soon + "'")))
                .containsExactly("paid_at");
    }

    @Test
    void a_payment_that_another_system_sends_twice_is_recorded_once() {
        var invoice = bills.issued(100);
        var input = Bills.payment(invoice, 100, ", 'external_source': 'bank', 'external_id': '1'");
        var payment = bills.recorded(input);

        var again = desk.call(PaymentOperations.RECORD, caller, input, Conditions.NONE.withOnExisting(OnExisting.SKIP));

        assertThat(again).isEqualTo(Outcome.done(payment));
        assertThat(bills.now(invoice).version()).isEqualTo(2);
    }

    @Test
    void a_dry_run_of_a_payment_changes_nothing() {
        var invoice = bills.issued(100);

        var tried = desk.call(
                PaymentOperations.RECORD, caller, Bills.payment(invoice, 100), Conditions.NONE.withDryRun(true));
        var refused = desk.call(
                PaymentOperations.RECORD, caller, Bills.payment(invoice, 101), Conditions.NONE.withDryRun(true));

        assertThat(tried).isInstanceOf(Outcome.Done.class);
        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        assertThat(bills.now(invoice)).isEqualTo(invoice);
    }

    @Test
    void payments_are_found_by_their_invoice_and_sorted_by_time() {
        var invoice = bills.issued(100);
        var payment = bills.paid(invoice, 60);
        var refund = bills.recorded(Bills.refund(invoice, payment, 10));
        var _ = bills.paid(bills.issued(100), 1);

        assertThat(found("{'invoice_id': '" + invoice.id() + "'}")).containsExactly(refund, payment);
        assertThat(found("{'refund_of_id': '" + payment.id() + "'}")).containsExactly(refund);
        assertThat(found("{'kind': 'refund'}")).containsExactly(refund);
    }

    private List<Payment> found(String query) {
        return desk.done(PaymentOperations.LIST, caller, Records.input(PaymentQuery.class, query))
                .items();
    }

    @Test
    void nobody_who_answers_calls_may_change_a_payment() {
        assertThat(desk.ownerRows(
                        "SELECT privilege_type FROM information_schema.role_table_grants WHERE grantee = 'tollgate_app'"
                                + " AND table_schema = 'crm' AND table_name = 'payment' ORDER BY 1"))
                .containsExactly("INSERT", "SELECT");
    }

    @Test
    void the_audit_has_the_end_of_a_reference_and_the_change_of_the_invoice() {
        var invoice = bills.issued(100);

        var _ = bills.recorded(Bills.payment(invoice, 40, ", 'reference': 'pi_3Nx-8817'"));

        assertThat(desk.ownerRows("SELECT changes FROM audit.body WHERE chain = '"
                        + caller.workspaceId().value() + "' ORDER BY event_id"))
                .last()
                .asString()
                .contains("…8817", "\"paid_cents\":40", invoice.id().text())
                .doesNotContain("pi_3Nx");
    }
}
