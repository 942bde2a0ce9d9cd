package dev.tollgate.modules.crm.invoice;

import static dev.tollgate.contract.operation.Declaration.scoped;

import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.contract.reference.CompanyId;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.contract.reference.DealId;
import dev.tollgate.contract.reference.InvoiceId;
import dev.tollgate.records.page.SearchQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.resource.ResourceOperations;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.records.shape.Identified;
import dev.tollgate.records.table.ListInput;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The operations of invoices. Fields are described on {@link Invoice}. */
public final class InvoiceOperations {

    public record NewInvoice(
            @Nullable String number,
            @Nullable CompanyId companyId,
            @Nullable ContactId contactId,
            @Nullable DealId dealId,
            @Nullable BillTo billTo,
            String currency,
            @Nullable LocalDate issueDate,
            @Nullable LocalDate dueDate,
            List<InvoiceLine> lines,
            @Nullable String memo,
            @Nullable InvoiceId replacesId,
            @Nullable CustomFields customFields,
            @Nullable String externalSource,
            @Nullable String externalId) {}

    public record InvoiceQuery(
            @Nullable Integer limit,
            @Nullable String cursor,
            @Nullable String query,
            @Nullable String number,
            Invoice.@Nullable Status status,
            @Nullable Boolean overdue,
            @Nullable CompanyId companyId,
            @Nullable ContactId contactId,
            @Nullable DealId dealId,
            @Nullable String currency,
            @Nullable LocalDate issueDate,
            @Nullable LocalDate dueDate,
            @Nullable CustomFields customFields)
            implements SearchQuery {}

    public record InvoiceVoid(InvoiceId id, String voidReason) implements Identified {}

    public static final ResourceOperations<InvoiceId, Invoice> INVOICES = ResourceOperations.of(
                    Invoice.class, InvoiceId.class, "crm", "invoices")
            .withoutUpdate()
            .stored(table -> table.startingWith("number", "")
                    .startingWith("status", Invoice.Status.OPEN)
                    .startingWith("bill_to", BillTo.NOBODY)
                    .startingWith("taxes", List.of())
                    .startingWith("subtotal_cents", 0L)
                    .startingWith("tax_cents", 0L)
                    .startingWith("total_cents", 0L)
                    .startingWith("paid_cents", 0L)
                    .startingWith("remaining_cents", 0L)
                    .startingWith("overdue", false)
                    .ruledBy(Invoice::faults)
                    .announcedBy(InvoiceStates::verb, "partially_paid", "paid", "reopened", "overdue", "voided")
                    .sortedBy("issue_date")
                    .sortedBy("due_date"));

    public static final Operation<NewInvoice, Invoice> CREATE =
            INVOICES.create(NewInvoice.class, """
            {
              "company_id": "com_01jg000000e008000000000001",
              "bill_to": {"name": "Kestrel Ltd", "email": "billing@kestrel.example"},
              "currency": "EUR",
              "lines": [
                {"description": "Yearly licence", "quantity": 3, "unit_price_cents": 33333, "tax_rate": 25}
              ],
              "memo": "Thank you.",
              "custom_fields": {"order": "order-4711"}
            }
            """, "Issues an invoice, for good. To correct one, void it.");

    public static final Operation<ListInput<InvoiceQuery>, Page<Invoice>> LIST = INVOICES.list(
            InvoiceQuery.class, """
            {"limit": 10, "status": "open"}
            """, "Returns invoices, newest first. query searches number and bill_to.");

    public static final Operation<Ref<InvoiceId>, Invoice> GET = INVOICES.get();

    public static final Operation<InvoiceVoid, Invoice> VOID =
            INVOICES.add(Declaration.reduce("void_invoice", "invoice")
                    .summary("Void an invoice")
                    .description("Cancels an invoice without payments for good. Refund its payments first.")
                    .app("POST", "/v1/invoices/{id}/void", scoped("crm:write"))
                    .with(Trait.CONDITIONAL)
                    .event("invoice.voided")
                    .takes(InvoiceVoid.class)
                    .gives(Invoice.class));

    private InvoiceOperations() {}
}
