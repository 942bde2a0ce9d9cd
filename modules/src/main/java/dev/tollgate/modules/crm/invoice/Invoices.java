package dev.tollgate.modules.crm.invoice;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.InvoiceVoid;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.NewInvoice;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.job.JobRun;
import dev.tollgate.records.job.RecordJob;
import dev.tollgate.records.shape.NewRecord;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Answers the operations of invoices that more than the table decides, and marks those that are overdue. */
public final class Invoices {

    /** Runs the day after an invoice was due. */
    public static final JobKind OVERDUE = JobKind.of("crm.invoice_overdue", "invoice.mark_overdue");

    private final RecordTable<Invoice> invoices;
    private final RecordTable<Company> companies;
    private final RecordTable<Contact> contacts;
    private final Work work;
    private final RecordJob<Invoice> reminder;

    public Invoices(ModuleContext context) {
        this.invoices = context.table(InvoiceOperations.INVOICES.table());
        this.companies = context.table(CompanyOperations.COMPANIES.table());
        this.contacts = context.table(ContactOperations.CONTACTS.table());
        this.work = context.work();
        this.reminder = new RecordJob<>(
                context.jobs(),
                OVERDUE,
                (invoice, call) ->
                        InvoiceStates.overdueTime(invoice, call.caller().zone()));
    }

    public Future<Outcome<Invoice>> create(Call<NewInvoice> call) {
        var today = LocalDate.ofInstant(call.facts().time(), call.caller().zone());
        var faults = InvoiceStates.faults(call.input(), today);
        return faults.isEmpty()
                ? work.writeContended(call, transaction -> created(transaction, call, today))
                : Future.succeededFuture(Outcome.refused(new Refusal.ValidationFailed(faults)));
    }

    private Future<Outcome<Change<Invoice>>> created(Transaction transaction, Call<NewInvoice> call, LocalDate today) {
        var counted = new AtomicBoolean();
        return recipient(transaction, call)
                .compose(billTo -> invoices.insert(
                        transaction,
                        call,
                        numbered(call, counted)
                                .with(invoice -> InvoiceStates.issued(invoice, call.input(), billTo, today))))
                .map(outcome -> outcome.map(change -> announced(transaction, call, change, counted.get())));
    }

    /** One with the next number, unless it brings its own. The number is taken last: others wait for it. */
    private NewRecord<Invoice> numbered(Call<NewInvoice> call, AtomicBoolean counted) {
        var fresh = invoices.fresh(call.input());
        return call.input().number() != null
                ? fresh
                : fresh.withLast(transaction -> InvoiceNumbers.next(transaction, call)
                        .onSuccess(_ -> counted.set(true))
                        .map(number -> invoice -> InvoiceStates.numbered(invoice, number)));
    }

    /** Whom an invoice is sent to: as the call says, then as the company says, then as the contact says. */
    private Future<BillTo> recipient(Transaction transaction, Call<NewInvoice> call) {
        var input = call.input();
        var company = billTo(transaction, call, companies, input.companyId(), Invoices::ofCompany);
        var contact = billTo(transaction, call, contacts, input.contactId(), Invoices::ofContact);
        return Future.all(company, contact)
                .map(_ -> Optional.ofNullable(input.billTo())
                        .orElse(BillTo.NOBODY)
                        .orElse(company.result())
                        .orElse(contact.result()));
    }

    private static <R extends StoredRecord> Future<BillTo> billTo(
            Transaction transaction, Call<?> call, RecordTable<R> table, @Nullable Id id, Function<R, BillTo> billTo) {
        return id == null
                ? Future.succeededFuture(BillTo.NOBODY)
                : table.some(transaction, call, List.of(id))
                        .map(found -> found.stream().findFirst().map(billTo).orElse(BillTo.NOBODY));
    }

    private static BillTo ofCompany(Company company) {
        return new BillTo(company.name(), company.billingEmail(), company.billingAddress(), company.taxId());
    }

    private static BillTo ofContact(Contact contact) {
        return new BillTo(contact.name(), contact.email(), null, null);
    }

    /** The change with what follows it. A call that found its invoice made by another returns the number it took. */
    private Change<Invoice> announced(
            Transaction transaction, Call<NewInvoice> call, Change<Invoice> change, boolean counted) {
        var invoice = change.answer();
        if (change.existed()) {
            if (counted) {
                InvoiceNumbers.giveBack(transaction, call);
            }
            return change;
        }
        return invoice.status() == Invoice.Status.PAID
                ? change.announcing("invoice.paid")
                : scheduled(transaction, call, change);
    }

    public Future<Outcome<Invoice>> voided(Call<InvoiceVoid> call) {
        var input = call.input();
        return work.write(
                call,
                transaction -> invoices.patch(
                                transaction,
                                call,
                                input.id(),
                                invoice -> InvoiceStates.voided(
                                        invoice,
                                        input.voidReason(),
                                        call.facts().time()))
                        .map(outcome -> outcome.map(change -> scheduled(transaction, call, change))));
    }

    public Future<?> overdue(JobRun run) {
        return run.write(transaction -> invoices.patch(
                transaction,
                run.call(),
                new InvoiceId(run.subject()),
                invoice -> Outcome.done(InvoiceStates.overdue(invoice, run.dueAt()))));
    }

    /** The change of an invoice in this transaction, with its job set or removed. */
    Change<Invoice> scheduled(Transaction transaction, Call<?> call, Change<Invoice> change) {
        return reminder.follow(transaction, call, change);
    }
}
