package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.contact.CompanyOperations;
import dev.tollgate.modules.crm.contact.CompanyOperations.NewCompany;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.contact.ContactOperations.NewContact;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.NewInvoice;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How invoices are issued, numbered, listed and voided. */
class InvoicesTest extends InvoiceTests {

    @Test
    void an_invoice_is_numbered_dated_and_summed() {
        var invoice = bills.issued(Bills.input(
                "{'currency': 'EUR', 'bill_to': {'name': 'Kestrel Ltd'}, 'lines': [{'description': 'Licence',"
                        + " 'quantity': 3, 'unit_price_cents': 33333, 'tax_rate': 25}]}"));
        var second = bills.issued(100);

        assertThat(invoice.number()).isEqualTo("INV-000001");
        assertThat(second.number()).isEqualTo("INV-000002");
        assertThat(invoice.status()).isEqualTo(Invoice.Status.OPEN);
        assertThat(invoice.dueDate()).isEqualTo(invoice.issueDate().plusDays(30));
        assertThat(invoice.lines().getFirst().amountCents()).isEqualTo(99_999);
        assertThat(List.of(
                        invoice.subtotalCents(),
                        invoice.taxCents(),
                        invoice.totalCents(),
                        invoice.paidCents(),
                        invoice.remainingCents()))
                .containsExactly(99_999L, 25_000L, 124_999L, 0L, 124_999L);
        assertThat(bills.now(invoice)).isEqualTo(invoice);
    }

    @ParameterizedTest
    @CsvSource({"Pacific/Kiritimati", "Etc/GMT+12"})
    void today_is_the_day_of_the_workspace(String zone) {
        var there = new Caller(
                caller.actor(),
                caller.tenant(),
                caller.workspace(),
                caller.scopes(),
                null,
                caller.modules(),
                ZoneId.of(zone));
        var before = LocalDate.ofInstant(desk.clock.instant(), ZoneId.of(zone));

        var invoice = new Bills(desk, there).issued(100);

        var after = LocalDate.ofInstant(desk.clock.instant(), ZoneId.of(zone));
        assertThat(invoice.issueDate()).isBetween(before, after);
    }

    @Test
    void gaps_in_the_recipient_are_filled_from_the_company_then_the_contact() {
        var company = desk.done(
                CompanyOperations.CREATE,
                caller,
                Records.input(
                        NewCompany.class,
                        "{'name': 'Kestrel Ltd', 'billing_address': 'Storgata 1, Oslo', 'tax_id': 'NO 999'}"));
        var contact = desk.done(
                ContactOperations.CREATE,
                caller,
                Records.input(NewContact.class, "{'name': 'Ada', 'email': 'ada@kestrel.example'}"));
        var given = "{'currency': 'EUR', 'company_id': '" + company.id() + "', 'contact_id': '" + contact.id()
                + "', 'bill_to': {'tax_id': 'NO 111'},"
                + " 'lines': [{'description': 'Licence', 'quantity': 1, 'unit_price_cents': 100}]}";

        var invoice = bills.issued(Bills.input(given));

        assertThat(invoice.billTo())
                .isEqualTo(new BillTo("Kestrel Ltd", "ada@kestrel.example", "Storgata 1, Oslo", "NO 111"));
    }

    @Test
    void a_recipient_has_a_name() {
        var nobody = Bills.input("{'currency': 'EUR', 'bill_to': {'email': 'a@b.example'},"
                + " 'lines': [{'description': 'Licence', 'quantity': 1, 'unit_price_cents': 100}]}");

        assertThat(desk.faults(InvoiceOperations.CREATE, caller, nobody)).containsExactly("bill_to.name");
    }

    @ParameterizedTest
    @CsvSource({
        "issue_date, 1",
        "issue_date, -367",
        "due_date, -1",
    })
    void dates_are_within_their_limits(String field, int days) {
        var date = today().plusDays(days);

        var faults = desk.faults(InvoiceOperations.CREATE, caller, Bills.of(100, ", '" + field + "': '" + date + "'"));

        assertThat(faults).containsExactly(field);
    }

    @Test
    void an_invoice_may_be_a_year_old_and_due_on_its_day() {
        var date = today().minusDays(366);

        var invoice = bills.issued(Bills.of(100, ", 'issue_date': '" + date + "', 'due_date': '" + date + "'"));

        assertThat(invoice.dueDate()).isEqualTo(date);
    }

    @Test
    void all_faults_of_an_invoice_are_told_together() {
        var wrong = Bills.input("{'currency': 'XYZ', 'number': 'A-1', 'bill_to': {'email': 'k'}, 'lines': ["
                + "{'description': 'Licence', 'quantity': 1.00001, 'unit_price_cents': 100}]}");

        assertThat(desk.faults(InvoiceOperations.CREATE, caller, wrong))
                .containsExactly("number", "currency", "bill_to.email", "lines[0].quantity");
    }

    @Test
    void references_are_to_records_of_the_workspace() {
        var stranger = new Records(desk, desk.stranger()).company("Foreign");

        var faults = desk.faults(
                InvoiceOperations.CREATE,
                caller,
                Bills.of(
                        100,
                        ", 'company_id': '" + stranger.id() + "', 'replaces_id': 'ivc_01jg000000e008000000000001'"));

        assertThat(faults).containsExactlyInAnyOrder("company_id", "replaces_id");
        assertThat(bills.issued(100).number()).isEqualTo("INV-000001");
    }

    @Test
    void an_imported_invoice_brings_its_number_in_another_form() {
        var imported = bills.issued(imported("2024/17", "1"));
        var own = desk.faults(InvoiceOperations.CREATE, caller, imported("inv-0000017", "2"));
        var taken = desk.refusal(InvoiceOperations.CREATE, caller, imported("2024/17", "3"));

        assertThat(imported.number()).isEqualTo("2024/17");
        assertThat(own).containsExactly("number");
        assertThat(taken).isEqualTo(new Refusal.Conflict("There is a record with this number already."));
        assertThat(bills.issued(100).number()).isEqualTo("INV-000001");
    }

    private static NewInvoice imported(String number, String id) {
        return Bills.of(100, ", 'number': '" + number + "', 'external_source': 'erp', 'external_id': '" + id + "'");
    }

    @Test
    void a_call_that_stores_no_invoice_uses_up_no_number() {
        var named = Bills.of(100, ", 'external_source': 'erp', 'external_id': '1'");
        var first = bills.issued(named);
        var skip = Conditions.NONE.withOnExisting(OnExisting.SKIP);
        var dry = Conditions.NONE.withDryRun(true);

        var skipped = desk.call(InvoiceOperations.CREATE, caller, named, skip);
        var failed = desk.call(InvoiceOperations.CREATE, caller, named, Conditions.NONE);
        var tried = desk.call(InvoiceOperations.CREATE, caller, Bills.of(100), dry);

        assertThat(skipped).isEqualTo(Outcome.done(first));
        assertThat(failed).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Done<Invoice>) tried).value().number()).isEqualTo("INV-000002");
        assertThat(bills.issued(100).number()).isEqualTo("INV-000002");
        assertThat(bills.numbers("{}")).containsExactly("INV-000002", "INV-000001");
    }

    @Test
    void numbers_grow_beyond_six_digits() {
        var _ = bills.issued(100);
        desk.owner("UPDATE crm.counter SET last_number = 999999 WHERE workspace_id = '"
                + caller.workspaceId().value() + "'");

        assertThat(bills.issued(100).number()).isEqualTo("INV-1000000");
    }

    @Test
    void the_audit_has_a_memo_as_length_and_digest_only() {
        var _ = bills.issued(Bills.of(100, ", 'memo': 'Between us'"));

        assertThat(desk.ownerRows("SELECT changes FROM audit.body WHERE chain = '"
                        + caller.workspaceId().value() + "'"))
                .singleElement()
                .asString()
                .contains("\"length\":10")
                .doesNotContain("Between us");
    }

    private static LocalDate today() {
        return LocalDate.ofInstant(desk.clock.instant(), ZoneOffset.UTC);
    }
}
