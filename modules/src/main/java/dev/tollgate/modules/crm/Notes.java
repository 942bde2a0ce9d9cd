package dev.tollgate.modules.crm;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.records.work.RecordChange;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

/** Answers the operations of notes on one event loop. */
final class Notes {

    /** The most notes that are deleted together with the record they are about. */
    static final int CASCADE_MAX = 200;

    private static final TableDeclaration<Note> TABLE = NoteOperations.NOTES
            .table()
            .referring("contact_id", Contacts.TABLE)
            .referring("company_id", Companies.TABLE)
            .referring("deal_id", Deals.TABLE)
            .ruledBy(Note::faults);

    private final RecordTable<Note> notes;

    Notes(ModuleContext context) {
        this.notes = context.serve(NoteOperations.NOTES, TABLE);
    }

    /** Deletes the oldest {@link #CASCADE_MAX} notes about a record, audited and announced one by one. */
    Future<List<RecordChange>> deletedWith(Transaction transaction, Call<?> call, String column, Id about) {
        return notes.deleteNaming(transaction, call, column, about, CASCADE_MAX)
                .map(deleted -> deleted.stream()
                        .map(note -> RecordChange.deleted(note)
                                .as(
                                        NoteOperations.DELETE.resource(),
                                        Objects.requireNonNull(NoteOperations.DELETE.event())))
                        .toList());
    }
}
