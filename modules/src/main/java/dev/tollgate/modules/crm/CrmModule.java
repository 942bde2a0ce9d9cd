package dev.tollgate.modules.crm;

import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.contact.NoteOperations;
import dev.tollgate.modules.crm.deal.DealOperations;
import dev.tollgate.modules.crm.deal.DealStageOperations;
import dev.tollgate.modules.crm.deal.Deals;
import dev.tollgate.modules.crm.deal.Stages;
import dev.tollgate.modules.crm.invoice.InvoiceOperations;
import dev.tollgate.modules.crm.invoice.Invoices;
import dev.tollgate.modules.crm.invoice.PaymentOperations;
import dev.tollgate.modules.crm.invoice.Payments;
import dev.tollgate.modules.crm.lead.Conversions;
import dev.tollgate.modules.crm.lead.LeadOperations;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.RecordModule;
import dev.tollgate.records.job.JobKind;
import dev.tollgate.records.resource.ResourceOperations;
import java.util.List;

/** CRM: leads, contacts, companies, deals with their stages, notes, invoices and payments. */
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
                NoteOperations.NOTES,
                InvoiceOperations.INVOICES,
                PaymentOperations.PAYMENTS);
    }

    @Override
    public List<JobKind> jobs() {
        return List.of(Invoices.OVERDUE);
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
        var invoices = new Invoices(context);
        var payments = new Payments(context, invoices);
        context.bus().serve(InvoiceOperations.CREATE, invoices::create);
        context.bus().serve(InvoiceOperations.VOID, invoices::voided);
        context.bus().serve(PaymentOperations.RECORD, payments::record);
        context.jobs().handle(Invoices.OVERDUE, invoices::overdue);
    }
}
