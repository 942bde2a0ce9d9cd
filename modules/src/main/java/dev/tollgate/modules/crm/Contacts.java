package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.table.TableDeclaration;
import io.vertx.core.Future;

/** Answers the operations of contacts on one event loop. */
final class Contacts {

    static final TableDeclaration<Contact> TABLE =
            ContactOperations.CONTACTS.table().referring("company_id", Companies.TABLE);

    private final RecordTable<Contact> contacts;
    private final Notes notes;

    Contacts(ModuleContext context, Notes notes) {
        this.notes = notes;
        context.bus().serve(ContactOperations.DELETE, this::delete);
        this.contacts = context.serve(ContactOperations.CONTACTS, TABLE);
    }

    private Future<Outcome<Contact>> delete(Call<Ref<ContactId>> call) {
        var id = call.input().id();
        return contacts.remove(call, id, transaction -> notes.deletedWith(transaction, call, "contact_id", id));
    }
}
