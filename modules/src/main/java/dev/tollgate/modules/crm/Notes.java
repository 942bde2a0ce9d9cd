package dev.tollgate.modules.crm;

import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;

/** Answers the operations of notes on one event loop. */
final class Notes {

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

    void serve(OperationBus bus) {
        bus.serve(NoteOperations.CREATE, call -> notes.create(call, call.input()));
        bus.serve(NoteOperations.LIST, call -> notes.page(call, call.input()));
        bus.serve(NoteOperations.GET, call -> notes.get(call, call.input().id()));
        bus.serve(NoteOperations.DELETE, call -> notes.remove(call, call.input().id()));
    }
}
