package dev.tollgate.modules.crm;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.CustomFields;
import dev.tollgate.records.table.Listing;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done with companies. */
public final class CompanyOperations {

    /** The most companies of one batch. */
    static final int BATCH_MAX = 100;

    /** A company to be made. */
    public record NewCompany(
            @JsonPropertyDescription("What it is called.") @Size(min = 1, max = Company.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("Domain of its mail and web addresses, such as example.org; kept in lower case.")
            @Size(max = Company.DOMAIN_CHARS_MAX) @Nullable String domain,

            @JsonPropertyDescription("What it does, in a word or two.")
            @Size(max = Company.INDUSTRY_CHARS_MAX) @Nullable String industry,

            @JsonPropertyDescription("Where it can be called.") @Size(max = Company.PHONE_CHARS_MAX) @Nullable String phone,

            @JsonPropertyDescription("More about it, in plain text.")
            @Size(max = Company.DESCRIPTION_CHARS_MAX) @Nullable String description,

            @JsonPropertyDescription("Who looks after it: a name, an address or an id, as you like.")
            @Size(max = Company.OWNER_CHARS_MAX) @Nullable String owner,

            @JsonPropertyDescription("Fields of your own: a flat object of text, numbers and booleans.") @Nullable CustomFields customFields) {}

    /** Which companies are wanted. */
    public record CompanyQuery(
            @JsonPropertyDescription("Companies of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription(
                    "Words that must all occur in name, domain, industry, phone, description or owner.")
            @Size(max = Listing.QUERY_CHARS_MAX) @Nullable String query,

            @JsonPropertyDescription("Only companies of exactly this name.")
            @Size(max = Company.NAME_CHARS_MAX) @Nullable String name,

            @JsonPropertyDescription("Only companies of this domain.") @Size(max = Company.DOMAIN_CHARS_MAX) @Nullable String domain,

            @JsonPropertyDescription("Only companies of this industry.")
            @Size(max = Company.INDUSTRY_CHARS_MAX) @Nullable String industry,

            @JsonPropertyDescription("Only companies this owner looks after.")
            @Size(max = Company.OWNER_CHARS_MAX) @Nullable String owner,

            @JsonPropertyDescription("Only companies whose own fields have these values.") @Nullable CustomFields customFields) {

        public CompanyQuery {
            domain = Contact.lowerCase(domain);
        }
    }

    /** One company. */
    public record CompanyRef(
            @JsonPropertyDescription("The id of the company.")
            CompanyId id) {}

    /** What is to become of a company. */
    public record CompanyPatch(
            @JsonPropertyDescription("The id of the company.")
            CompanyId id,

            @JsonPropertyDescription("What it is called.") @NotNull @Size(min = 1, max = Company.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("Domain of its mail and web addresses; null clears it.")
            @Size(max = Company.DOMAIN_CHARS_MAX) Patch<String> domain,

            @JsonPropertyDescription("What it does; null clears it.") @Size(max = Company.INDUSTRY_CHARS_MAX) Patch<String> industry,

            @JsonPropertyDescription("Where it can be called; null clears it.") @Size(max = Company.PHONE_CHARS_MAX) Patch<String> phone,

            @JsonPropertyDescription("More about it; null clears it.") @Size(max = Company.DESCRIPTION_CHARS_MAX) Patch<String> description,

            @JsonPropertyDescription("Who looks after it; null clears it.") @Size(max = Company.OWNER_CHARS_MAX) Patch<String> owner,

            @JsonPropertyDescription("Fields of your own, merged by name: null removes one, other names stay.")
            Patch<CustomFields> customFields) {}

    /** Several companies to be made. */
    public record NewCompanies(
            @JsonPropertyDescription("1 to 100 companies; each is answered on its own.")
            @Size(min = 1, max = BATCH_MAX) @Valid List<NewCompany> items) {}

    private static final NewCompany EXAMPLE = new NewCompany(
            "Analytical Engines",
            "engines.example.org",
            "machines",
            "+44 20 7946 0101",
            "Builds engines that weave algebraic patterns.",
            "grace@example.org",
            new CustomFields(Map.of("tier", "gold", "employees", 120)));

    public static final Operation<NewCompany, Company> CREATE = Declaration.create("create_company", "company")
            .summary("Create a company")
            .description(
                    "Makes a company. Only the name is needed. Names need not be unique: search first if it may be there already.")
            .app("POST", "/v1/companies", scoped("crm:write"))
            .with(Trait.DRY_RUN)
            .event("company.created")
            .takes(NewCompany.class, EXAMPLE)
            .gives(Company.class);

    public static final Operation<CompanyQuery, Page<Company>> SEARCH = Declaration.read("search_companies", "company")
            .summary("Search companies")
            .description("Gives companies, newest first. All filters must match; query searches all fields of text.")
            .app("GET", "/v1/companies", scoped("crm:read"))
            .takes(CompanyQuery.class, new CompanyQuery(10, null, "engines", null, null, null, null, null))
            .givesPage(Company.class);

    public static final Operation<CompanyRef, Company> GET = Declaration.read("get_company", "company")
            .summary("Read a company")
            .description("Gives one company with its current version.")
            .app("GET", "/v1/companies/{id}", scoped("crm:read"))
            .with(Trait.CONDITIONAL)
            .takes(CompanyRef.class)
            .gives(Company.class);

    public static final Operation<CompanyPatch, Company> UPDATE = Declaration.write("update_company", "company")
            .summary("Change a company")
            .description("Changes only the fields you send.")
            .app("PATCH", "/v1/companies/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("company.updated")
            .takes(CompanyPatch.class)
            .gives(Company.class);

    public static final Operation<CompanyRef, Company> DELETE = Declaration.reduce("delete_company", "company")
            .summary("Delete a company")
            .description(
                    "Removes a company and the notes about it for good and gives its last state. While contacts, deals or more"
                            + " than " + Notes.GOING_MAX + " notes name it: conflict; change or delete those first.")
            .app("DELETE", "/v1/companies/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("company.deleted")
            .takes(CompanyRef.class)
            .gives(Company.class);

    public static final Operation<NewCompanies, BatchAnswer<Company>> CREATE_ALL = Declaration.write(
                    "create_companies", "company")
            .summary("Create several companies")
            .description(
                    "Makes up to 100 companies in one step. A company that is refused does not hold up the others.")
            .app("POST", "/v1/companies/batch", scoped("crm:write"))
            .with(Trait.DRY_RUN)
            .event("company.created")
            .takes(NewCompanies.class, new NewCompanies(List.of(EXAMPLE)))
            .givesBatch(Company.class, companies -> companies.items().size());

    /** All of them, in the order in which people read about them. */
    static final List<Operation<?, ?>> ALL = List.of(CREATE, SEARCH, GET, UPDATE, DELETE, CREATE_ALL);

    private CompanyOperations() {}
}
