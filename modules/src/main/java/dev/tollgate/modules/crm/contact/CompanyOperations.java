package dev.tollgate.modules.crm.contact;

import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Cascade;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.EmailAddress;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.Batch;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of companies. Fields are described on {@link Company}. */
public final class CompanyOperations {

    public record NewCompany(
            String name,
            @Nullable String domain,
            @Nullable String industry,
            @Nullable String phone,
            @Nullable String description,
            @Nullable String owner,
            @Nullable String website,
            @Nullable String billingEmail,
            @Nullable String billingAddress,
            @Nullable String taxId,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record CompanyQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable String name,
            @Nullable String domain,
            @Nullable String industry,
            @Nullable String owner,
            @Nullable CustomFields customFields)
            implements SearchQuery {

        public CompanyQuery {
            domain = EmailAddress.lowerCase(domain);
        }
    }

    public record CompanyPatch(
            CompanyId id,
            Patch<String> name,
            Patch<String> domain,
            Patch<String> industry,
            Patch<String> phone,
            Patch<String> description,
            Patch<String> owner,
            Patch<String> website,
            Patch<String> billingEmail,
            Patch<String> billingAddress,
            Patch<String> taxId,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public static final ResourceOperations<CompanyId, Company> COMPANIES = ResourceOperations.of(
                    Company.class, CompanyId.class, "crm", "companies")
            .stored(table -> table.sortedBy("name"));

    public static final Operation<NewCompany, Company> CREATE = COMPANIES.create(
            NewCompany.class, """
            {
              "name": "Analytical Engines",
              "domain": "engines.example.org",
              "industry": "machines",
              "phone": "+44 20 7946 0101",
              "description": "Builds engines that weave algebraic patterns.",
              "owner": "grace@example.org",
              "website": "https://engines.example.org",
              "billing_email": "invoices@engines.example.org",
              "billing_address": "1 Dorset Street, London",
              "tax_id": "GB123456789",
              "custom_fields": {"tier": "gold", "employees": 120}
            }
            """, "Creates a company. Only the name is required, and not unique: search first.");

    public static final Operation<ListInput<CompanyQuery>, Page<Company>> SEARCH = COMPANIES.search(
            CompanyQuery.class,
            """
            {"limit": 10, "query": "engines"}
            """,
            "Returns companies, newest first. All filters must match. query searches name, domain, industry, phone,"
                    + " description and owner by words or their beginnings.");

    public static final Operation<Ref<CompanyId>, Company> GET = COMPANIES.get();

    public static final Operation<CompanyPatch, Company> UPDATE = COMPANIES.update(CompanyPatch.class);

    public static final Operation<Ref<CompanyId>, Company> DELETE = COMPANIES.delete(
            "Deletes a company and its notes for good and returns its last state. Fails with conflict"
                    + " while a contact, a deal or more than " + NoteOperations.CASCADE_MAX
                    + " notes refer to it: change or delete those first.",
            new Cascade(() -> NoteOperations.NOTES, "company_id", NoteOperations.CASCADE_MAX));

    public static final Operation<Batch<NewCompany>, BatchAnswer<Company>> CREATE_ALL = COMPANIES.createBatch(CREATE);

    private CompanyOperations() {}
}
