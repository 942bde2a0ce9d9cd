package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.crm.Records;
import dev.tollgate.modules.crm.invoice.InvoiceOperations.InvoiceQuery;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.ListOptions;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Filters and orders of lists of invoices. */
class InvoiceListsTest extends InvoiceTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'number': 'INV-000002'} | INV-000002",
                "{'status': 'void'} | INV-000001",
                "{'currency': 'NOK'} | INV-000003",
                "{'query': 'falcon'} | INV-000003",
                "{'query': 'INV-000002'} | INV-000002",
                "{'query': 'kestrel', 'status': 'open'} | INV-000002",
                "{'overdue': true} | ",
                "{'custom_fields': {'order': '4711'}} | INV-000002"
            })
    void invoices_are_found_by_their_fields_and_words(String query, @Nullable String number) {
        var _ = bills.voided(bills.issued(100));
        var _ = bills.issued(Bills.of(100, ", 'custom_fields': {'order': '4711'}"));
        var _ = bills.issued(Bills.input("{'currency': 'NOK', 'bill_to': {'name': 'Falcon AS'},"
                + " 'lines': [{'description': 'Licence', 'quantity': 1, 'unit_price_cents': 100}]}"));

        assertThat(bills.numbers(query)).containsExactlyElementsOf(number == null ? List.of() : List.of(number));
    }

    @ParameterizedTest
    @CsvSource({
        "due_date, INV-000002 INV-000001",
        "-due_date, INV-000001 INV-000002",
        "issue_date, INV-000001 INV-000002"
    })
    void invoices_are_sorted_by_their_dates(String sort, String numbers) {
        var _ = bills.issued(Bills.of(100, ", 'due_date': '2999-01-02'"));
        var _ = bills.issued(Bills.of(100, ", 'due_date': '2999-01-01'"));
        var query = Records.input(InvoiceQuery.class, "{}");

        var page = desk.done(
                InvoiceOperations.LIST, caller, new ListInput<>(query, new ListOptions(null, null, sort, null, null)));

        assertThat(page.items()).extracting(Invoice::number).containsExactly(numbers.split(" ", -1));
    }
}
