package dev.tollgate.modules.crm;

import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** CRM: contacts, companies, deals with their stages, and notes. */
public final class CrmModule implements RecordModule {

    @Override
    public String key() {
        return "crm";
    }

    @Override
    public String title() {
        return "CRM";
    }

    @Override
    public List<ResourceOperations<?, ?>> resources() {
        return List.of(
                ContactOperations.CONTACTS,
                CompanyOperations.COMPANIES,
                DealStageOperations.STAGES,
                DealOperations.DEALS,
                NoteOperations.NOTES);
    }

    @Override
    public void serve(ModuleContext context) {
        new Deals(context).serve(context.bus());
    }
}
