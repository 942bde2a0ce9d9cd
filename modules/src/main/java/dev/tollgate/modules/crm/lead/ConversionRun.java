package dev.tollgate.modules.crm.lead;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.deal.Deal;
import dev.tollgate.modules.crm.lead.Lead.Conversion.Part;
import dev.tollgate.modules.crm.lead.LeadOperations.LeadConversion;
import dev.tollgate.modules.crm.lead.LeadOperations.LeadDeal;
import dev.tollgate.records.shape.StoredRecord;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One conversion: each step takes what the one before it found or made, and keeps it for those behind. */
final class ConversionRun {

    /** The most ids that a refusal names of several records that match. */
    private static final int NAMED_MAX = 5;

    private final Conversions tables;
    private final Transaction transaction;
    private final Call<LeadConversion> call;
    private final Call<LeadConversion> further;
    private final LeadConversion input;
    private final Lead lead;
    private final List<RecordChange> changes = new ArrayList<>();
    private Optional<Contact> contactMatch = Optional.empty();
    private Optional<Company> companyMatch = Optional.empty();
    private Optional<Company> company = Optional.empty();

    ConversionRun(Conversions tables, Transaction transaction, Call<LeadConversion> call, Lead lead) {
        this.tables = tables;
        this.transaction = transaction;
        this.call = call;
        this.further = call.forFurther();
        this.input = call.input();
        this.lead = lead;
    }

    Future<Outcome<Change<ConvertedLead>>> outcome() {
        return matchingContact()
                .compose(done -> done.then(this::matchingCompany))
                .compose(done -> done.then(this::company))
                .compose(done -> done.then(this::contact))
                .compose(done -> done.then(this::withDeal))
                .compose(done -> done.then(this::lead));
    }

    private Future<Outcome<Optional<Contact>>> matchingContact() {
        if (input.contactId() != null) {
            return given(tables.contacts, input.contactId(), "contact_id");
        }
        return lead.email() == null ? none() : only(tables.contacts, "email", lead.email(), "contact");
    }

    private Future<Outcome<Optional<Company>>> matchingCompany(Optional<Contact> found) {
        contactMatch = found;
        var given = input.companyId() == null ? found.map(Contact::companyId) : Optional.of(input.companyId());
        if (given.isPresent()) {
            return given(tables.companies, given.get(), "company_id");
        }
        var domain = lead.ownDomain();
        return domain == null ? none() : only(tables.companies, "domain", domain, "company");
    }

    private static <R> Future<Outcome<Optional<R>>> none() {
        return Future.succeededFuture(Outcome.done(Optional.empty()));
    }

    private <R extends StoredRecord> Future<Outcome<Optional<R>>> given(RecordTable<R> table, Id id, String field) {
        return table.some(transaction, call, List.of(id))
                .map(found -> found.isEmpty()
                        ? Outcome.refused(Refusal.ValidationFailed.of(field, "is not a record of this workspace"))
                        : Outcome.done(Optional.of(found.getFirst())));
    }

    /** The only record with this value, looked for when no other conversion can make one with it any more. */
    private <R extends StoredRecord> Future<Outcome<Optional<R>>> only(
            RecordTable<R> table, String column, String value, String noun) {
        var workspace = call.caller().workspaceId().text();
        var _ = transaction.lock(String.join(" ", workspace, noun + '.' + column, value));
        return table.matching(transaction, call, Map.of(column, value), NAMED_MAX)
                .map(found -> found.size() > 1
                        ? Outcome.refused(new Refusal.Conflict(several(noun, column, found)))
                        : Outcome.done(found.stream().findFirst()));
    }

    /** Names the records only to callers that may read them. */
    private String several(String noun, String column, List<? extends Resource> found) {
        var ids = call.caller().reads("crm")
                ? found.stream().map(record -> record.id().text()).collect(Collectors.joining(", ", ": ", ""))
                : "";
        return "Several records match the " + column + " of the lead. Give one as " + noun + "_id" + ids + '.';
    }

    private Future<Outcome<Optional<Company>>> company(Optional<Company> found) {
        companyMatch = found;
        if (found.isEmpty() && (lead.companyName() == null || !input.createsCompany())) {
            return none();
        }
        var change = found.isPresent()
                ? tables.companies.patch(
                        transaction, further, found.get().id(), one -> Outcome.done(LeadFields.fill(one, lead)))
                : tables.companies.insert(transaction, further, tables.companies.fresh(LeadFields.company(lead)));
        return changed("company", change).map(outcome -> outcome.map(Optional::of));
    }

    private Future<Outcome<Contact>> contact(Optional<Company> ofContact) {
        company = ofContact;
        CompanyId id = ofContact.map(Company::id).orElse(null);
        var change = contactMatch.isPresent()
                ? tables.contacts.patch(
                        transaction,
                        further,
                        contactMatch.get().id(),
                        one -> Outcome.done(LeadFields.fill(one, lead, id)))
                : tables.contacts.insert(transaction, further, tables.contacts.fresh(LeadFields.contact(lead, id)));
        return changed("contact", change);
    }

    private Future<Outcome<ConvertedLead>> withDeal(Contact contact) {
        if (!input.createsDeal()) {
            return Future.succeededFuture(Outcome.done(became(contact, null)));
        }
        var given = input.deal() == null ? LeadDeal.OF_LEAD : input.deal();
        var wanted = LeadFields.deal(given, lead, contact, company.orElse(null));
        return changed("deal", tables.deals.made(transaction, further, wanted, deal -> LeadFields.ofLead(deal, lead)))
                .map(outcome -> inDeal(outcome).map(deal -> became(contact, deal)));
    }

    private ConvertedLead became(Contact contact, @Nullable Deal deal) {
        return new ConvertedLead(lead, contact, company.orElse(null), deal);
    }

    /** Names the fields of the deal as the input of the conversion has them. */
    private static Outcome<Deal> inDeal(Outcome<Deal> outcome) {
        return outcome instanceof Outcome.Refused<Deal>(Refusal.ValidationFailed(List<FieldError> faults))
                ? Outcome.refused(new Refusal.ValidationFailed(faults.stream()
                        .map(fault -> new FieldError("deal." + fault.field(), fault.message()))
                        .toList()))
                : outcome;
    }

    /** Keeps the change of a record of another kind than the call's. */
    private <R extends StoredRecord> Future<Outcome<R>> changed(String kind, Future<Outcome<Change<R>>> change) {
        return change.map(outcome -> outcome.map(done -> {
            var record = done.records().getFirst();
            if (record.changed()) {
                changes.add(record.as(kind, kind + (record.before() == null ? ".created" : ".updated")));
            }
            return done.answer();
        }));
    }

    private Future<Outcome<Change<ConvertedLead>>> lead(ConvertedLead became) {
        var conversion = new Lead.Conversion(
                contactMatch.isPresent() ? Part.MATCHED : Part.CREATED,
                companyMatch.isPresent() ? Part.MATCHED : company.isPresent() ? Part.CREATED : Part.NONE,
                became.deal() == null ? Part.NONE : Part.CREATED);
        var now = call.facts().time();
        return tables.leads
                .patch(
                        transaction,
                        call,
                        lead.id(),
                        before -> Outcome.done(LeadFields.converted(before, now, became, conversion)))
                .map(outcome -> outcome.map(done -> Change.of(
                                became.with(done.answer()), done.records().getFirst())
                        .with(changes)));
    }
}
