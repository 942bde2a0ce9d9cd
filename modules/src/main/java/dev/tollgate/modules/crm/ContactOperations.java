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
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can be done with contacts. */
public final class ContactOperations {

    /** The most contacts of one batch. */
    static final int BATCH_MAX = 100;

    /** A contact to be made. */
    public record NewContact(
            @JsonPropertyDescription("The person's name, as one writes it.")
            @Size(min = 1, max = Contact.NAME_CHARS_MAX) String name,

            @JsonPropertyDescription("E-mail address; kept in lower case.")
            @Pattern(regexp = Contact.EMAIL) @Size(max = Contact.EMAIL_CHARS_MAX) @Nullable String email,

            @JsonPropertyDescription("Telephone number, as one writes it.")
            @Size(max = Contact.PHONE_CHARS_MAX) @Nullable String phone,

            @JsonPropertyDescription("What the person does there.") @Size(max = Contact.JOB_TITLE_CHARS_MAX) @Nullable String jobTitle,

            @JsonPropertyDescription("The company the person works for; it must be there.") @Nullable CompanyId companyId,

            @JsonPropertyDescription("Who looks after the contact: a name, an address or an id, as you like.")
            @Size(max = Contact.OWNER_CHARS_MAX) @Nullable String owner,

            @JsonPropertyDescription("Fields of your own: a flat object of text, numbers and booleans.") @Nullable CustomFields customFields) {}

    /** Which contacts are wanted. */
    public record ContactQuery(
            @JsonPropertyDescription("Contacts of a page, 25 if you do not say.")
            @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Words that must all occur in name, email, phone, job title or owner.")
            @Size(max = Listing.QUERY_CHARS_MAX) @Nullable String query,

            @JsonPropertyDescription("Only contacts of exactly this name.")
            @Size(max = Contact.NAME_CHARS_MAX) @Nullable String name,

            @JsonPropertyDescription("Only contacts with this e-mail address, in any case.")
            @Size(max = Contact.EMAIL_CHARS_MAX) @Nullable String email,

            @JsonPropertyDescription("Only contacts with this telephone number, as it was written.")
            @Size(max = Contact.PHONE_CHARS_MAX) @Nullable String phone,

            @JsonPropertyDescription("Only contacts who work for this company.") @Nullable CompanyId companyId,

            @JsonPropertyDescription("Only contacts this owner looks after.")
            @Size(max = Contact.OWNER_CHARS_MAX) @Nullable String owner,

            @JsonPropertyDescription("Only contacts whose own fields have these values.") @Nullable CustomFields customFields) {

        public ContactQuery {
            email = Contact.lowerCase(email);
        }
    }

    /** One contact. */
    public record ContactRef(
            @JsonPropertyDescription("The id of the contact.")
            ContactId id) {}

    /** What is to become of a contact. */
    public record ContactPatch(
            @JsonPropertyDescription("The id of the contact.")
            ContactId id,

            @JsonPropertyDescription("The person's name, as one writes it.")
            @NotNull @Size(min = 1, max = Contact.NAME_CHARS_MAX) Patch<String> name,

            @JsonPropertyDescription("E-mail address; null clears it.")
            Patch<@Pattern(regexp = Contact.EMAIL) @Size(max = Contact.EMAIL_CHARS_MAX) String> email,

            @JsonPropertyDescription("Telephone number; null clears it.") @Size(max = Contact.PHONE_CHARS_MAX) Patch<String> phone,

            @JsonPropertyDescription("What the person does there; null clears it.")
            @Size(max = Contact.JOB_TITLE_CHARS_MAX) Patch<String> jobTitle,

            @JsonPropertyDescription("The company the person works for; null clears it.")
            Patch<CompanyId> companyId,

            @JsonPropertyDescription("Who looks after the contact; null clears it.")
            @Size(max = Contact.OWNER_CHARS_MAX) Patch<String> owner,

            @JsonPropertyDescription("Fields of your own, merged by name: null removes one, other names stay.")
            Patch<CustomFields> customFields) {}

    /** Several contacts to be made. */
    public record NewContacts(
            @JsonPropertyDescription("1 to 100 contacts; each is answered on its own.")
            @Size(min = 1, max = BATCH_MAX) @Valid List<NewContact> items) {}

    private static final NewContact EXAMPLE = new NewContact(
            "Ada Lovelace",
            "ada@example.org",
            "+44 20 7946 0100",
            "Chief analyst",
            null,
            "grace@example.org",
            new CustomFields(Map.of("language", "en", "vip", true)));

    public static final Operation<NewContact, Contact> CREATE = Declaration.create("create_contact", "contact")
            .summary("Create a contact")
            .description(
                    "Makes a contact. Only the name is needed. Nothing is unique: search by email first if the person may be there.")
            .app("POST", "/v1/contacts", scoped("crm:write"))
            .with(Trait.DRY_RUN)
            .event("contact.created")
            .takes(NewContact.class, EXAMPLE)
            .gives(Contact.class);

    public static final Operation<ContactQuery, Page<Contact>> SEARCH = Declaration.read("search_contacts", "contact")
            .summary("Search contacts")
            .description(
                    "Gives contacts, newest first. All filters must match; query searches name, email, phone, job title and owner,"
                            + " by whole words: a part of an address between dots counts as a word.")
            .app("GET", "/v1/contacts", scoped("crm:read"))
            .takes(ContactQuery.class, new ContactQuery(10, null, "ada", null, null, null, null, null, null))
            .givesPage(Contact.class);

    public static final Operation<ContactRef, Contact> GET = Declaration.read("get_contact", "contact")
            .summary("Read a contact")
            .description("Gives one contact with its current version.")
            .app("GET", "/v1/contacts/{id}", scoped("crm:read"))
            .with(Trait.CONDITIONAL)
            .takes(ContactRef.class)
            .gives(Contact.class);

    public static final Operation<ContactPatch, Contact> UPDATE = Declaration.write("update_contact", "contact")
            .summary("Change a contact")
            .description("Changes only the fields you send.")
            .app("PATCH", "/v1/contacts/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("contact.updated")
            .takes(ContactPatch.class)
            .gives(Contact.class);

    public static final Operation<ContactRef, Contact> DELETE = Declaration.reduce("delete_contact", "contact")
            .summary("Delete a contact")
            .description(
                    "Removes a contact and the notes about it for good and gives its last state. While deals, or more than "
                            + Notes.GOING_MAX + " notes, name it:"
                            + " conflict; change or delete those first.")
            .app("DELETE", "/v1/contacts/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("contact.deleted")
            .takes(ContactRef.class)
            .gives(Contact.class);

    public static final Operation<NewContacts, BatchAnswer<Contact>> CREATE_ALL = Declaration.write(
                    "create_contacts", "contact")
            .summary("Create several contacts")
            .description("Makes up to 100 contacts in one step. A contact that is refused does not hold up the others.")
            .app("POST", "/v1/contacts/batch", scoped("crm:write"))
            .with(Trait.DRY_RUN)
            .event("contact.created")
            .takes(NewContacts.class, new NewContacts(List.of(EXAMPLE)))
            .givesBatch(Contact.class, contacts -> contacts.items().size());

    /** All of them, in the order in which people read about them. */
    static final List<Operation<?, ?>> ALL = List.of(CREATE, SEARCH, GET, UPDATE, DELETE, CREATE_ALL);

    private ContactOperations() {}
}
