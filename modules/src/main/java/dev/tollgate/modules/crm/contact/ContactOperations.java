package dev.tollgate.modules.crm.contact;

import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
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

/** The operations of contacts. Fields are described on {@link Contact}. */
public final class ContactOperations {

    public record NewContact(
            String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String jobTitle,
            @Nullable CompanyId companyId,
            @Nullable String owner,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record ContactQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable CompanyId companyId,
            @Nullable String owner,
            @Nullable CustomFields customFields)
            implements SearchQuery {

        public ContactQuery {
            email = EmailAddress.lowerCase(email);
        }
    }

    public record ContactPatch(
            ContactId id,
            Patch<String> name,
            Patch<String> email,
            Patch<String> phone,
            Patch<String> jobTitle,
            Patch<CompanyId> companyId,
            Patch<String> owner,
            Patch<CustomFields> customFields,
            Patch<String> externalSource,
            Patch<String> externalId)
            implements Identified {}

    public static final ResourceOperations<ContactId, Contact> CONTACTS = ResourceOperations.of(
                    Contact.class, ContactId.class, "crm", "contacts")
            .stored(table -> table.sortedBy("name"));

    public static final Operation<NewContact, Contact> CREATE = CONTACTS.create(
            NewContact.class,
            """
            {
              "name": "Ada Lovelace",
              "email": "ada@example.org",
              "phone": "+44 20 7946 0100",
              "job_title": "Chief analyst",
              "owner": "grace@example.org",
              "custom_fields": {"language": "en", "vip": true}
            }
            """,
            "Creates a contact. Only the name is required. E-mail addresses are not unique: search first if the person may"
                    + " exist already.");

    public static final Operation<ListInput<ContactQuery>, Page<Contact>> SEARCH = CONTACTS.search(
            ContactQuery.class,
            """
            {"limit": 10, "query": "ada"}
            """,
            "Returns contacts, newest first. All filters must match. query searches name, email, phone, job title and"
                    + " owner by words or their beginnings; each part of an address between dots is a word.");

    public static final Operation<Ref<ContactId>, Contact> GET = CONTACTS.get();

    public static final Operation<ContactPatch, Contact> UPDATE = CONTACTS.update(ContactPatch.class);

    public static final Operation<Ref<ContactId>, Contact> DELETE = CONTACTS.delete(
            "Deletes a contact and its notes for good and returns its last state. Fails with conflict"
                    + " while a deal, a ticket or more than " + NoteOperations.CASCADE_MAX
                    + " notes refer to it: change or delete those first.",
            new Cascade(() -> NoteOperations.NOTES, "contact_id", NoteOperations.CASCADE_MAX));

    public static final Operation<Batch<NewContact>, BatchAnswer<Contact>> CREATE_ALL = CONTACTS.createBatch(CREATE);

    private ContactOperations() {}
}
