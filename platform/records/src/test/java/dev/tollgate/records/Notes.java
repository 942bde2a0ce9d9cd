package dev.tollgate.records;

import static dev.tollgate.contract.operation.Declaration.scoped;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Patch;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.shape.SyncedRecord;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.migration.MigrationSet;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A table and operations that only these tests have. */
public final class Notes implements MigrationSet {

    @IdPrefix("not")
    public record NoteId(UUID value) implements Id {}

    public enum Kind {
        PLAIN,
        URGENT
    }

    public record Note(
            NoteId id,
            WorkspaceId workspaceId,
            String title,
            @Nullable String body,
            Kind kind,
            @Nullable Instant dueAt,
            List<String> tags,
            boolean pinned,
            CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId,
            Instant createdAt,
            Instant updatedAt,
            long version,
            String source,
            String lastActor)
            implements SyncedRecord {

        public Note titled(String other) {
            return new Note(
                    id,
                    workspaceId,
                    other,
                    body,
                    kind,
                    dueAt,
                    tags,
                    pinned,
                    customFields,
                    externalSource,
                    externalId,
                    createdAt,
                    updatedAt,
                    version,
                    source,
                    lastActor);
        }

        public Note due(@Nullable Instant time) {
            return new Note(
                    id,
                    workspaceId,
                    title,
                    body,
                    kind,
                    time,
                    tags,
                    pinned,
                    customFields,
                    externalSource,
                    externalId,
                    createdAt,
                    updatedAt,
                    version,
                    source,
                    lastActor);
        }

        public Note with(CustomFields other) {
            return new Note(
                    id,
                    workspaceId,
                    title,
                    body,
                    kind,
                    dueAt,
                    tags,
                    pinned,
                    other,
                    externalSource,
                    externalId,
                    createdAt,
                    updatedAt,
                    version,
                    source,
                    lastActor);
        }
    }

    public record Nothing() {}

    public record Titles(List<String> items) {}

    public record NewNote(
            String title,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {

        public NewNote(String title, @Nullable CustomFields customFields) {
            this(title, customFields, null, null);
        }
    }

    public record NotePatch(NoteId id, Patch<String> title, Patch<CustomFields> customFields) implements Identified {}

    /** Filters in another order than those of the table's search function. */
    public record NoteQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable CustomFields customFields,
            @Nullable Boolean pinned,
            @Nullable Kind kind)
            implements SearchQuery {

        public static NoteQuery of(@Nullable Integer limit, @Nullable String cursor) {
            return new NoteQuery(limit, cursor, null, null, null, null);
        }

        public NoteQuery matching(String words) {
            return new NoteQuery(limit, cursor, words, customFields, pinned, kind);
        }

        public NoteQuery with(CustomFields fields) {
            return new NoteQuery(limit, cursor, query, fields, pinned, kind);
        }

        public NoteQuery ofKind(Kind wanted) {
            return new NoteQuery(limit, cursor, query, customFields, pinned, wanted);
        }

        public NoteQuery onlyPinned() {
            return new NoteQuery(limit, cursor, query, customFields, true, kind);
        }
    }

    public static final Operation<Nothing, Note> CREATE = Declaration.create("create_note", "note")
            .app("POST", "/v1/notes", scoped("crm:write"))
            .event("note.created")
            .takes(Nothing.class)
            .gives(Note.class);

    public static final Operation<Nothing, Note> UPDATE = Declaration.write("update_note", "note")
            .app("PATCH", "/v1/notes/{id}", scoped("crm:write"))
            .event("note.updated")
            .takes(Nothing.class)
            .gives(Note.class);

    public static final Operation<Nothing, Note> DELETE = Declaration.reduce("delete_note", "note")
            .app("DELETE", "/v1/notes/{id}", scoped("crm:write"))
            .event("note.deleted")
            .takes(Nothing.class)
            .gives(Note.class);

    public static final Operation<Nothing, Note> GET = Declaration.read("get_note", "note")
            .app("GET", "/v1/notes/{id}", scoped("crm:read"))
            .takes(Nothing.class)
            .gives(Note.class);

    public static final Operation<Nothing, Page<Note>> LIST = Declaration.read("list_notes", "note")
            .app("GET", "/v1/notes", scoped("crm:read"))
            .takes(Nothing.class)
            .givesPage(Note.class);

    public static final Operation<Titles, BatchAnswer<Note>> CREATE_ALL = Declaration.write("create_notes", "note")
            .app("POST", "/v1/notes/batch", scoped("crm:write"))
            .event("note.created")
            .takes(Titles.class)
            .givesBatch(Note.class, titles -> titles.items().size());

    public static final Operation<Nothing, Note> REVEAL = Declaration.write("reveal_note", "note")
            .app("POST", "/v1/notes/reveal", scoped("crm:write"))
            .with(Trait.SECRET_ANSWER)
            .takes(Nothing.class)
            .gives(Note.class);

    public static final TableDeclaration<Note> TABLE = TableDeclaration.of(Note.class, "notes.note")
            .createdBy(NewNote.class)
            .changedBy(NotePatch.class)
            .listedBy(NoteQuery.class)
            .startingWith("kind", Kind.PLAIN)
            .startingWith("tags", List.of("a", "b"))
            .startingWith("pinned", false)
            .sortedBy("title")
            .sortedBy("due_at")
            .movedBy(Notes::moved)
            .announcedBy(Notes::verb, "hidden");

    /** A note keeps the title Final. */
    private static Outcome<Note> moved(Note before, Note after) {
        return before.title().equals("Final") && !after.title().equals("Final")
                ? Outcome.refused(new Refusal.Conflict("The title is final."))
                : Outcome.done(after);
    }

    private static @Nullable String verb(Note before, Note after) {
        return after.title().equals("Hidden") ? "hidden" : null;
    }

    public static NewNote titled(String title) {
        return new NewNote(title, null);
    }

    @Override
    public String owner() {
        return "notes";
    }

    @Override
    public int order() {
        return 100;
    }
}
