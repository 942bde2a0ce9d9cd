package dev.tollgate.modules.crm;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.CompanyOperations.CompanyQuery;
import dev.tollgate.modules.crm.contact.CompanyOperations.NewCompany;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.contact.ContactOperations.ContactQuery;
import dev.tollgate.modules.crm.contact.ContactOperations.NewContact;
import dev.tollgate.modules.crm.contact.Note;
import dev.tollgate.modules.crm.contact.NoteOperations;
import dev.tollgate.modules.crm.contact.NoteOperations.NewNote;
import dev.tollgate.modules.crm.deal.Deal;
import dev.tollgate.modules.crm.deal.DealOperations;
import dev.tollgate.modules.crm.deal.DealOperations.DealQuery;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.modules.crm.deal.DealStage;
import dev.tollgate.modules.crm.deal.DealStageId;
import dev.tollgate.modules.crm.deal.DealStageOperations;
import dev.tollgate.modules.crm.deal.DealStageOperations.NewDealStage;
import dev.tollgate.modules.crm.lead.ConvertedLead;
import dev.tollgate.modules.crm.lead.Lead;
import dev.tollgate.modules.crm.lead.LeadOperations;
import dev.tollgate.modules.crm.lead.LeadOperations.LeadConversion;
import dev.tollgate.modules.crm.lead.LeadOperations.LeadPatch;
import dev.tollgate.modules.crm.lead.LeadOperations.NewLead;
import dev.tollgate.runtime.json.Json;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Records of one workspace, made with what a test cares about. */
public record Records(Desk desk, Caller caller) {

    /** Names of stages are unique. */
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    /** The same caller with the scope that lets refusals name records. */
    public static Caller reading(Caller caller) {
        return new Caller(caller.actor(), caller.tenant(), caller.workspace(), Set.of(new Scope("crm:read")));
    }

    public static NewContact named(String name, @Nullable CompanyId company) {
        return new NewContact(name, null, null, null, company, null, null, null, null);
    }

    public Contact contact(String name, @Nullable CompanyId company) {
        return desk.done(ContactOperations.CREATE, caller, named(name, company));
    }

    public Company company(String name) {
        return company(name, null);
    }

    public Company company(String name, @Nullable String domain) {
        return desk.done(
                CompanyOperations.CREATE,
                caller,
                new NewCompany(name, domain, null, null, null, null, null, null, null, null, null, null, null));
    }

    public DealStage stage(int position, DealStage.Outcome outcome) {
        return desk.done(
                DealStageOperations.CREATE,
                caller,
                new NewDealStage("Stage " + NUMBERS.incrementAndGet(), position, outcome, true, null, null));
    }

    public static NewDeal dealIn(DealStageId stage, @Nullable ContactId contact, @Nullable CompanyId company) {
        return new NewDeal("Licence", stage, contact, company, null, null, null, null, null, null, null, null);
    }

    public Deal deal(DealStage stage) {
        return desk.done(DealOperations.CREATE, caller, dealIn(stage.id(), null, null));
    }

    Note note(@Nullable ContactId contact, @Nullable CompanyId company, @Nullable DealId deal) {
        return desk.done(
                NoteOperations.CREATE, caller, new NewNote("Remember", contact, company, deal, null, null, null, null));
    }

    /** A lead by its fields in JSON, with apostrophes for quotes. */
    public Lead lead(String json) {
        return desk.done(LeadOperations.CREATE, caller, input(NewLead.class, json));
    }

    /** A lead of a company, with everything that a conversion takes from it. */
    public Lead kestrel(String email) {
        return lead("{'name': 'Lin Berg', 'email': '" + email + "', 'job_title': 'Buyer', 'company_name': 'Kestrel',"
                + " 'company_domain': 'kestrel.example', 'owner': 'grace', 'amount_cents': 480000, 'currency': 'EUR',"
                + " 'custom_fields': {'language': 'no', 'seats': 40, 'zone': 'north'}}");
    }

    public static LeadPatch patch(Lead lead, String fields) {
        return input(LeadPatch.class, "{'id': '" + lead.id() + "', " + fields + "}");
    }

    /** A conversion of a lead; further fields in JSON begin with a comma. */
    public static LeadConversion conversion(Lead lead, String fields) {
        return input(LeadConversion.class, "{'id': '" + lead.id() + "'" + fields + "}");
    }

    public ConvertedLead converted(Lead lead, String fields) {
        return desk.done(LeadOperations.CONVERT, caller, conversion(lead, fields));
    }

    /** An input as a caller would write it. */
    public static <I> I input(Class<I> type, String json) {
        return Json.read(json.replace('\'', '"'), type);
    }

    public static ContactQuery contacts(String json) {
        return input(ContactQuery.class, json);
    }

    public static CompanyQuery companies(String json) {
        return input(CompanyQuery.class, json);
    }

    public static DealQuery deals(String json) {
        return input(DealQuery.class, json);
    }
}
