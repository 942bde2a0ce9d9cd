package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;
import java.util.stream.Stream;

/** CRM: contacts, companies, deals with their stages, and notes. */
public final class CrmModule implements ServedModule {

    @Override
    public String key() {
        return "crm";
    }

    @Override
    public String title() {
        return "CRM";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return Stream.of(
                        ContactOperations.ALL,
                        CompanyOperations.ALL,
                        DealStageOperations.ALL,
                        DealOperations.ALL,
                        NoteOperations.ALL)
                .<Operation<?, ?>>flatMap(List::stream)
                .toList();
    }

    @Override
    public Deployable verticle(Workshop workshop) {
        return _ -> {
            var notes = new Notes(workshop);
            new Contacts(workshop, notes).serve(workshop.bus());
            new Companies(workshop, notes).serve(workshop.bus());
            new DealStages(workshop).serve(workshop.bus());
            new Deals(workshop, notes).serve(workshop.bus());
            notes.serve(workshop.bus());
            return Future.succeededFuture();
        };
    }
}
