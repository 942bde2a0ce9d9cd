package dev.tollgate.modules.crm.lead;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.deal.Deals;
import dev.tollgate.modules.crm.lead.LeadOperations.LeadConversion;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;

/**
 * Converts leads on one event loop. A conversion is one transaction, which has locked the lead, and the values by which
 * it looks for contact and company: two conversions of one person make one contact.
 */
public final class Conversions {

    final RecordTable<Lead> leads;
    final RecordTable<Contact> contacts;
    final RecordTable<Company> companies;
    final Deals deals;
    private final Work work;

    public Conversions(ModuleContext context, Deals deals) {
        this.leads = context.table(LeadOperations.LEADS.table());
        this.contacts = context.table(ContactOperations.CONTACTS.table());
        this.companies = context.table(CompanyOperations.COMPANIES.table());
        this.deals = deals;
        this.work = context.work();
    }

    public Future<Outcome<ConvertedLead>> convert(Call<LeadConversion> call) {
        var input = call.input();
        return input.deal() != null && !input.createsDeal()
                ? Future.succeededFuture(Outcome.refused(
                        Refusal.ValidationFailed.of("deal", "cannot be combined with create_deal: false")))
                : work.write(call, transaction -> converted(transaction, call));
    }

    private Future<Outcome<Change<ConvertedLead>>> converted(Transaction transaction, Call<LeadConversion> call) {
        return leads.locked(transaction, call, call.input().id())
                .compose(found -> found.then(lead -> lead.status().converts()
                        ? new ConversionRun(this, transaction, call, lead).outcome()
                        : Future.succeededFuture(Outcome.refused(LeadMoves.refusal(lead)))));
    }
}
