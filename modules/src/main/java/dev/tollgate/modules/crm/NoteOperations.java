package dev.tollgate.modules.crm;

import static dev.tollgate.contract.operation.Declaration.scoped;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.records.table.Listing;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What can be done with notes. */
public final class NoteOperations {

    /** A note to be made. */
    public record NewNote(
            @JsonPropertyDescription("What is to be written down, in plain text.")
            @Size(min = 1, max = Note.BODY_CHARS_MAX) String body,

            @JsonPropertyDescription("The contact it is about, unless it is about another record.") @Nullable ContactId contactId,

            @JsonPropertyDescription("The company it is about, unless it is about another record.") @Nullable CompanyId companyId,

            @JsonPropertyDescription("The deal it is about, unless it is about another record.") @Nullable DealId dealId) {}

    /** Which notes are wanted. */
    public record NoteQuery(
            @JsonPropertyDescription("Notes of a page, 25 if you do not say.") @Min(1) @Max(Listing.LIMIT_MAX) @Nullable Integer limit,

            @JsonPropertyDescription("The next_cursor of the page before.") @Nullable String cursor,

            @JsonPropertyDescription("Words that must all occur in the note.")
            @Size(max = Listing.QUERY_CHARS_MAX) @Nullable String query,

            @JsonPropertyDescription("Only notes about this contact.") @Nullable ContactId contactId,

            @JsonPropertyDescription("Only notes about this company.") @Nullable CompanyId companyId,

            @JsonPropertyDescription("Only notes about this deal.") @Nullable DealId dealId) {}

    /** One note. */
    public record NoteRef(
            @JsonPropertyDescription("The id of the note.") NoteId id) {}

    private static final NewNote EXAMPLE = new NewNote(
            "Prefers calls in the morning.",
            new ContactId(UUID.fromString("01940000-0000-7000-8000-000000000001")),
            null,
            null);

    public static final Operation<NewNote, Note> CREATE = Declaration.create("create_note", "note")
            .summary("Write a note")
            .description("Writes down something about one contact, company or deal: give exactly one of their ids.")
            .app("POST", "/v1/notes", scoped("crm:write"))
            .with(Trait.DRY_RUN)
            .event("note.created")
            .takes(NewNote.class, EXAMPLE)
            .gives(Note.class);

    public static final Operation<NoteQuery, Page<Note>> LIST = Declaration.read("list_notes", "note")
            .summary("List notes")
            .description("Gives notes, newest first. Name a contact, company or deal for the notes about it.")
            .app("GET", "/v1/notes", scoped("crm:read"))
            .takes(NoteQuery.class, new NoteQuery(10, null, "morning", null, null, null))
            .givesPage(Note.class);

    public static final Operation<NoteRef, Note> GET = Declaration.read("get_note", "note")
            .summary("Read a note")
            .description("Gives one note.")
            .app("GET", "/v1/notes/{id}", scoped("crm:read"))
            .with(Trait.CONDITIONAL)
            .takes(NoteRef.class)
            .gives(Note.class);

    public static final Operation<NoteRef, Note> DELETE = Declaration.reduce("delete_note", "note")
            .summary("Delete a note")
            .description("Removes a note for good and gives its last state. Notes are not changed: write another one.")
            .app("DELETE", "/v1/notes/{id}", scoped("crm:write"))
            .with(Trait.CONDITIONAL)
            .event("note.deleted")
            .takes(NoteRef.class)
            .gives(Note.class);

    /** All of them, in the order in which people read about them. */
    static final List<Operation<?, ?>> ALL = List.of(CREATE, LIST, GET, DELETE);

    private NoteOperations() {}
}
