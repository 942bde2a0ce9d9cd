package dev.tollgate.modules.crm;

import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** CRM: leads, contacts, companies, deals with their stages, and notes. */
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
                LeadOperations.LEADS,
                ContactOperations.CONTACTS,
                CompanyOperations.COMPANIES,
                DealStageOperations.STAGES,
                DealOperations.DEALS,
                NoteOperations.NOTES);
    }

    @Override
    public void serve(ModuleContext context) {
        var stages = new Stages(context);
        var deals = new Deals(context, stages);
        var conversions = new Conversions(context, deals);
        context.bus().serve(DealStageOperations.LIST, stages::list);
        context.bus().serve(DealOperations.CREATE, deals::create);
        context.bus().serve(DealOperations.UPDATE, deals::update);
        context.bus().serve(LeadOperations.CONVERT, conversions::convert);
    }
}
