package dev.tollgate.modules.crm;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

/** Answers the operations of notes on one event loop. */
final class Notes {

    /** The most notes that go with what they are about. */
    static final int GOING_MAX = 200;

    private static final TableDeclaration<Note> TABLE = TableDeclaration.of(Note.class, "crm.note")
            .madeFrom(NoteOperations.NewNote.class)
            .listedBy(NoteOperations.NoteQuery.class)
            .searched()
            .referring("contact_id", Contacts.TABLE_NAME)
            .referring("company_id", Companies.TABLE_NAME)
            .referring("deal_id", Deals.TABLE_NAME)
            .ruledBy(Note::faults);

    private final RecordTable<Note> notes;

    Notes(Workshop workshop) {
        this.notes = workshop.table(TABLE);
    }

    /**
     * Removes the notes about a record, the oldest {@link #GOING_MAX}, and says so as if each were deleted by itself.
     */
    Future<List<RecordChange>> going(Transaction transaction, Call<?> call, String column, Id about) {
        return notes.deleteNaming(transaction, call, column, about, GOING_MAX)
                .map(gone -> gone.stream()
                        .map(note -> RecordChange.deleted(note)
                                .as(
                                        NoteOperations.DELETE.resource(),
                                        Objects.requireNonNull(NoteOperations.DELETE.event())))
                        .toList());
    }

    void serve(OperationBus bus) {
        bus.serve(NoteOperations.CREATE, call -> notes.create(call, call.input()));
        bus.serve(NoteOperations.LIST, call -> notes.page(call, call.input()));
        bus.serve(NoteOperations.GET, call -> notes.get(call, call.input().id()));
        bus.serve(NoteOperations.DELETE, call -> notes.remove(call, call.input().id()));
    }
}
