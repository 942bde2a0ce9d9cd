package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.modules.crm.ContactOperations.ContactRef;
import dev.tollgate.records.Workshop;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;

/** Answers the operations of contacts on one event loop. */
final class Contacts {

    static final String TABLE_NAME = "crm.contact";

    private static final TableDeclaration<Contact> TABLE = TableDeclaration.of(Contact.class, TABLE_NAME)
            .madeFrom(ContactOperations.NewContact.class)
            .changedBy(ContactOperations.ContactPatch.class)
            .listedBy(ContactOperations.ContactQuery.class)
            .searched()
            .referring("company_id", Companies.TABLE_NAME);

    private final RecordTable<Contact> contacts;
    private final Notes notes;

    Contacts(Workshop workshop, Notes notes) {
        this.notes = notes;
        this.contacts = workshop.table(TABLE);
    }

    void serve(OperationBus bus) {
        bus.serve(ContactOperations.CREATE, call -> contacts.create(call, call.input()));
        bus.serve(ContactOperations.SEARCH, call -> contacts.page(call, call.input()));
        bus.serve(ContactOperations.GET, call -> contacts.get(call, call.input().id()));
        bus.serve(
                ContactOperations.UPDATE,
                call -> contacts.update(call, call.input().id(), call.input()));
        bus.serve(ContactOperations.DELETE, this::delete);
        bus.serve(
                ContactOperations.CREATE_ALL,
                call -> contacts.createAll(call, call.input().items()));
    }

    private Future<Outcome<Contact>> delete(Call<ContactRef> call) {
        var id = call.input().id();
        return contacts.remove(call, id, transaction -> notes.going(transaction, call, "contact_id", id));
    }
}
