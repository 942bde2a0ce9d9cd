package dev.tollgate.modules.crm.invoice;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.InvoiceQuery;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.InvoiceVoid;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.NewInvoice;
import dev.tollgate.modules.crm.invoice.PaymentOperations.NewPayment;
import dev.tollgate.records.resource.Ref;
import java.util.List;
import java.util.function.Predicate;

/** Invoices and payments of one workspace, made with what a test cares about. */
record Bills(Desk desk, Caller caller) {

    static NewInvoice input(String json) {
        return Records.input(NewInvoice.class, json);
    }

    /** An invoice of one line. */
    static NewInvoice of(long cents) {
        return of(cents, "");
    }

    /**
     * The same with further fields.
     *
     * @param more such as {@code ", 'memo': 'Thank you.'"}
     */
    static NewInvoice of(long cents, String more) {
        return input("{'currency': 'EUR', 'bill_to': {'name': 'Kestrel Ltd'},"
                + " 'lines': [{'description': 'Licence', 'quantity': 1, 'unit_price_cents': " + cents + "}]" + more
                + "}");
    }

    static NewPayment payment(Invoice invoice, long cents) {
        return payment(invoice, cents, "");
    }

    static NewPayment payment(Invoice invoice, long cents, String more) {
        return Records.input(
                NewPayment.class,
                "{'invoice_id': '" + invoice.id().text() + "', 'amount_cents': " + cents + more + "}");
    }

    static NewPayment refund(Invoice invoice, Payment payment, long cents) {
        return payment(invoice, cents, ", 'refund_of_id': '" + payment.id().text() + "'");
    }

    Invoice issued(NewInvoice input) {
        return desk.done(InvoiceOperations.CREATE, caller, input);
    }

    Invoice issued(long cents) {
        return issued(of(cents));
    }

    Payment paid(Invoice invoice, long cents) {
        return recorded(payment(invoice, cents));
    }

    Payment recorded(NewPayment input) {
        return desk.done(PaymentOperations.RECORD, caller, input);
    }

    String conflict(NewPayment input) {
        return ((Refusal.Conflict) desk.refusal(PaymentOperations.RECORD, caller, input)).detail();
    }

    Invoice voided(Invoice invoice) {
        return desk.done(InvoiceOperations.VOID, caller, new InvoiceVoid(invoice.id(), "Sent twice"));
    }

    /** The invoice as it is now. */
    Invoice now(Invoice invoice) {
        return desk.done(InvoiceOperations.GET, caller, new Ref<>(invoice.id()));
    }

    List<String> numbers(String query) {
        return desk.done(InvoiceOperations.LIST, caller, Records.input(InvoiceQuery.class, query)).items().stream()
                .map(Invoice::number)
                .toList();
    }

    /** The types of the events about invoices, or about payments. */
    List<String> events(String resource) {
        Predicate<DomainEvent> wanted = event -> event.resourceType().equals(resource);
        return desk.events(caller).stream()
                .filter(wanted)
                .map(DomainEvent::type)
                .toList();
    }
}
