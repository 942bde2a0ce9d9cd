package dev.tollgate.modules.crm.lead;

import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.modules.crm.contact.Company;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.CompanyOperations.NewCompany;
import dev.tollgate.modules.crm.contact.Contact;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.contact.ContactOperations.NewContact;
import dev.tollgate.modules.crm.deal.Deal;
import dev.tollgate.modules.crm.deal.DealOperations;
import dev.tollgate.modules.crm.deal.DealOperations.NewDeal;
import dev.tollgate.modules.crm.lead.LeadOperations.LeadDeal;
import dev.tollgate.records.shape.Column;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.table.TableDeclaration;
import java.time.Instant;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which fields of a lead the records of its conversion get. Records that exist keep what they have. Pure. */
final class LeadFields {

    private static final TableDeclaration<Lead> LEADS = LeadOperations.LEADS.table();
    private static final TableDeclaration<Contact> CONTACTS = ContactOperations.CONTACTS.table();
    private static final TableDeclaration<Company> COMPANIES = CompanyOperations.COMPANIES.table();

    private static final Column<Lead, Lead.Status> STATUS = LEADS.column("status", Lead.Status.class);
    private static final Column<Lead, Instant> CONVERTED_AT = LEADS.column("converted_at", Instant.class);
    private static final Column<Lead, ContactId> CONTACT_ID = LEADS.column("contact_id", ContactId.class);
    private static final Column<Lead, CompanyId> COMPANY_ID = LEADS.column("company_id", CompanyId.class);
    private static final Column<Lead, DealId> DEAL_ID = LEADS.column("deal_id", DealId.class);
    private static final Column<Lead, Lead.Conversion> CONVERSION = LEADS.column("conversion", Lead.Conversion.class);

    private static final Column<Contact, String> EMAIL = CONTACTS.column("email", String.class);
    private static final Column<Contact, String> PHONE = CONTACTS.column("phone", String.class);
    private static final Column<Contact, String> JOB_TITLE = CONTACTS.column("job_title", String.class);
    private static final Column<Contact, String> OWNER = CONTACTS.column("owner", String.class);
    private static final Column<Contact, CompanyId> COMPANY = CONTACTS.column("company_id", CompanyId.class);
    private static final Column<Contact, CustomFields> CUSTOM_FIELDS =
            CONTACTS.column("custom_fields", CustomFields.class);

    private static final Column<Company, String> DOMAIN = COMPANIES.column("domain", String.class);
    private static final Column<Company, String> COMPANY_OWNER = COMPANIES.column("owner", String.class);
    private static final Column<Deal, LeadId> LEAD_ID =
            DealOperations.DEALS.table().column("lead_id", LeadId.class);

    private LeadFields() {}

    static NewContact contact(Lead lead, @Nullable CompanyId company) {
        return new NewContact(
                lead.name(),
                lead.email(),
                lead.phone(),
                lead.jobTitle(),
                company,
                lead.owner(),
                lead.customFields(),
                null,
                null);
    }

    static Contact fill(Contact contact, Lead lead, @Nullable CompanyId company) {
        return CONTACTS.copy(contact)
                .set(EMAIL, kept(contact.email(), lead.email()))
                .set(PHONE, kept(contact.phone(), lead.phone()))
                .set(JOB_TITLE, kept(contact.jobTitle(), lead.jobTitle()))
                .set(OWNER, kept(contact.owner(), lead.owner()))
                .set(COMPANY, kept(contact.companyId(), company))
                .set(CUSTOM_FIELDS, filled(contact.customFields(), lead.customFields()))
                .done();
    }

    /** Adds fields of names that are absent, while there is room. */
    private static CustomFields filled(CustomFields own, CustomFields others) {
        var filled = new TreeMap<>(own.values());
        others.values().forEach((name, value) -> {
            if (filled.size() < CustomFields.FIELDS_MAX) {
                filled.putIfAbsent(name, value);
            }
        });
        return new CustomFields(filled);
    }

    static NewCompany company(Lead lead) {
        return new NewCompany(
                Objects.requireNonNull(lead.companyName()),
                lead.ownDomain(),
                null,
                null,
                null,
                lead.owner(),
                null,
                null,
                null,
                null,
                null,
                null,
                null);
    }

    static Company fill(Company company, Lead lead) {
        return COMPANIES
                .copy(company)
                .set(DOMAIN, kept(company.domain(), lead.ownDomain()))
                .set(COMPANY_OWNER, kept(company.owner(), lead.owner()))
                .done();
    }

    private static <V> @Nullable V kept(@Nullable V own, @Nullable V other) {
        return own == null ? other : own;
    }

    static NewDeal deal(LeadDeal given, Lead lead, Contact contact, @Nullable Company company) {
        boolean priced = given.amountCents() != null || given.currency() != null;
        var title = kept(given.title(), company == null ? lead.companyName() : company.name());
        return new NewDeal(
                title == null ? lead.name() : title,
                given.stageId(),
                contact.id(),
                company == null ? null : company.id(),
                priced ? given.amountCents() : lead.amountCents(),
                priced ? given.currency() : lead.currency(),
                given.expectedCloseOn(),
                null,
                kept(given.owner(), lead.owner()),
                given.customFields(),
                null,
                null);
    }

    static Deal ofLead(Deal deal, Lead lead) {
        return DealOperations.DEALS.table().copy(deal).set(LEAD_ID, lead.id()).done();
    }

    static Lead converted(Lead lead, Instant now, ConvertedLead became, Lead.Conversion conversion) {
        var company = became.company();
        var deal = became.deal();
        return LEADS.copy(lead)
                .set(STATUS, Lead.Status.CONVERTED)
                .set(CONVERTED_AT, now)
                .set(CONTACT_ID, became.contact().id())
                .set(COMPANY_ID, company == null ? null : company.id())
                .set(DEAL_ID, deal == null ? null : deal.id())
                .set(CONVERSION, conversion)
                .done();
    }
}
