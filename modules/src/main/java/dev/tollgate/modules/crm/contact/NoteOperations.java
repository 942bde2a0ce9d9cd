package dev.tollgate.modules.crm.contact;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.contract.reference.LeadId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.table.ListInput;
import org.jspecify.annotations.Nullable;

/** The operations of notes. Fields are described on {@link Note}. */
public final class NoteOperations {

    /** The most notes that are deleted together with the record they are about. */
    public static final int CASCADE_MAX = 200;

    public record NewNote(
            String body,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable InvoiceId invoiceId,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record NoteQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable ContactId contactId,
            @Nullable CompanyId companyId,
            @Nullable DealId dealId,
            @Nullable LeadId leadId,
            @Nullable InvoiceId invoiceId)
            implements SearchQuery {}

    public static final ResourceOperations<NoteId, Note> NOTES = ResourceOperations.of(
                    Note.class, NoteId.class, "crm", "notes")
            .withoutUpdate()
            .stored(table -> table.ruledBy(Note::faults));

    public static final Operation<NewNote, Note> CREATE = NOTES.create(
            NewNote.class,
            """
            {"body": "Prefers calls in the morning.", "contact_id": "con_01jg000000e008000000000001"}
            """,
            "Creates a note about one contact, company, deal, lead or invoice: give exactly one of their IDs.");

    public static final Operation<ListInput<NoteQuery>, Page<Note>> LIST =
            NOTES.list(NoteQuery.class, """
            {"limit": 10, "query": "morning"}
            """, "Returns notes, newest first. Filter by the record that they are about.");

    public static final Operation<Ref<NoteId>, Note> GET = NOTES.get();

    public static final Operation<Ref<NoteId>, Note> DELETE = NOTES.delete(
            "Deletes a note for good and returns its last state. Notes cannot be changed: create another one instead.");

    private NoteOperations() {}
}
