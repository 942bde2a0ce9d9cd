package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.InvoiceVoid;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Many writes of the same invoice, or in the same workspace, at the same time. A call that waited too long for a row is
 * 503, and is repeated as a client would.
 */
class InvoiceRacesTest {

    private static final int AT_ONCE = 50;
    private static final int REPEATS_MAX = 20;

    private static Desk desk;
    private Caller caller;
    private Bills bills;

    @BeforeAll
    static void open() {
        desk = new Desk(new CrmModule(), 24);
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        caller = Records.reading(desk.stranger());
        bills = new Bills(desk, caller);
    }

    @Test
    void payments_at_once_never_exceed_the_total_and_as_many_succeed_as_fit() {
        var invoice = bills.issued(1_000);

        var outcomes = atOnce(_ -> calling(PaymentOperations.RECORD, Bills.payment(invoice, 30)));

        assertThat(done(outcomes)).hasSize(33);
        assertThat(conflicts(outcomes)).hasSize(AT_ONCE - 33);
        assertThat(bills.now(invoice).paidCents()).isEqualTo(990);
        assertThat(bills.now(invoice).version()).isEqualTo(34);
        assertThat(bills.conflict(Bills.payment(invoice, 11))).contains("remaining_cents is 10 ");
    }

    @Test
    void refunds_at_once_never_exceed_their_payment() {
        var invoice = bills.issued(2_000);
        var payment = bills.paid(invoice, 1_000);
        var _ = bills.paid(invoice, 1_000);

        var outcomes = atOnce(_ -> calling(PaymentOperations.RECORD, Bills.refund(invoice, payment, 30)));

        assertThat(done(outcomes)).hasSize(33);
        assertThat(conflicts(outcomes)).hasSize(AT_ONCE - 33);
        assertThat(bills.now(invoice).paidCents()).isEqualTo(2_000 - 990);
    }

    @Test
    void payments_and_refunds_at_once_add_up() {
        var invoice = bills.issued(1_000);
        var payment = bills.paid(invoice, 500);

        var outcomes = atOnce(i -> calling(
                PaymentOperations.RECORD,
                i % 2 == 0 ? Bills.payment(invoice, 70) : Bills.refund(invoice, payment, 40)));

        long paid = done(outcomes).stream()
                .mapToLong(one -> one.kind() == Payment.Kind.REFUND ? -one.amountCents() : one.amountCents())
                .sum();
        assertThat(bills.now(invoice).paidCents()).isEqualTo(500 + paid);
    }

    @Test
    void of_a_void_and_a_payment_at_once_one_succeeds() {
        var invoices =
                Stream.generate(() -> bills.issued(100)).limit(AT_ONCE / 2).toList();

        var running = new ArrayList<Future<? extends Outcome<?>>>();
        for (var invoice : invoices) {
            running.add(calling(PaymentOperations.RECORD, Bills.payment(invoice, 100))
                    .get());
            running.add(calling(InvoiceOperations.VOID, new InvoiceVoid(invoice.id(), "Wrong"))
                    .get());
        }
        var _ = Desk.await(Future.all(running));

        assertThat(running)
                .filteredOn(one -> one.result() instanceof Outcome.Done)
                .hasSize(AT_ONCE / 2);
        assertThat(invoices)
                .extracting(bills::now)
                .allSatisfy(invoice ->
                        assertThat(invoice.paidCents()).isEqualTo(invoice.status() == Invoice.Status.PAID ? 100 : 0))
                .noneMatch(invoice -> invoice.status() == Invoice.Status.OPEN);
    }

    /** Besides those that succeed: calls that fail after they took a number, that only try, and that find one made. */
    @Test
    void numbers_have_no_gaps_whatever_fails_meanwhile() {
        var taken = ", 'external_source': 'erp', 'external_id': 'taken'";
        var _ = bills.issued(Bills.of(100, taken));

        var outcomes = atOnce(i -> switch (i % 5) {
            case 0 -> calling(InvoiceOperations.CREATE, Bills.of(100, taken));
            case 1 -> calling(InvoiceOperations.CREATE, Bills.of(100), Conditions.NONE.withDryRun(true));
            case 2 ->
                calling(
                        InvoiceOperations.CREATE,
                        Bills.of(100, ", 'external_source': 'erp', 'external_id': '" + i / 10 + "'"),
                        Conditions.NONE.withOnExisting(OnExisting.SKIP));
            case 3 -> calling(InvoiceOperations.CREATE, Bills.of(100, ", 'due_date': '2000-01-01'"));
            default -> calling(InvoiceOperations.CREATE, Bills.of(100));
        });

        int created = 1 + AT_ONCE / 5 + AT_ONCE / 10;
        assertThat(done(outcomes)).hasSize(AT_ONCE / 5 * 3);
        assertThat(desk.ownerRows("SELECT number FROM crm.invoice WHERE workspace_id = '"
                        + caller.workspaceId().value() + "' ORDER BY number"))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, created)
                        .mapToObj("INV-%06d"::formatted)
                        .toList());
    }

    private interface Race<A> {
        Supplier<Future<Outcome<A>>> call(int number);
    }

    private <A> List<Outcome<A>> atOnce(Race<A> race) {
        var running = IntStream.range(0, AT_ONCE)
                .mapToObj(number -> race.call(number).get())
                .toList();
        var _ = Desk.await(Future.all(running));
        return running.stream().map(Future::result).toList();
    }

    private <I, A> Supplier<Future<Outcome<A>>> calling(Operation<I, A> operation, I input) {
        return calling(operation, input, Conditions.NONE);
    }

    private <I, A> Supplier<Future<Outcome<A>>> calling(Operation<I, A> operation, I input, Conditions conditions) {
        return () -> repeated(() -> desk.sent(operation, caller, input, conditions), REPEATS_MAX);
    }

    private static <A> Future<Outcome<A>> repeated(Supplier<Future<Outcome<A>>> call, int times) {
        return call.get()
                .recover(failure -> failure instanceof Failure.Unavailable && times > 0
                        ? repeated(call, times - 1)
                        : Future.failedFuture(failure));
    }

    private static <A> List<A> done(List<Outcome<A>> outcomes) {
        return outcomes.stream()
                .filter(Outcome.Done.class::isInstance)
                .map(outcome -> ((Outcome.Done<A>) outcome).value())
                .toList();
    }

    private static <A> List<Outcome<A>> conflicts(List<Outcome<A>> outcomes) {
        return outcomes.stream()
                .filter(outcome ->
                        outcome instanceof Outcome.Refused<A>(Refusal refusal) && refusal instanceof Refusal.Conflict)
                .toList();
    }
}
