package dev.tollgate.modules.crm.invoice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** When invoices become overdue, and what ends it. */
class OverdueTest extends InvoiceTests {

    /** Behind the due date of an invoice that does not say one. */
    private static final Duration LATE = Duration.ofDays(32);

    @Test
    void an_open_invoice_is_overdue_the_day_after_it_was_due_and_told_once() {
        var invoice = bills.issued(100);

        desk.runJobs();
        var before = bills.now(invoice);
        desk.later(LATE);
        desk.runJobs();
        desk.runJobs();
        var after = bills.now(invoice);

        assertThat(before.overdue()).isFalse();
        assertThat(after.overdue()).isTrue();
        assertThat(after.overdueAt())
                .isEqualTo(invoice.dueDate()
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant());
        assertThat(after.version()).isEqualTo(2);
        assertThat(bills.events("invoice")).containsExactly("invoice.created", "invoice.overdue");
        assertThat(bills.numbers("{'overdue': true}")).containsExactly(invoice.number());
        assertThat(desk.ownerRows("SELECT action FROM audit.event WHERE chain = '"
                        + caller.workspaceId().value() + "' AND operation = 'crm.invoice_overdue'"))
                .containsExactly("invoice.mark_overdue");
    }

    @Test
    void the_day_begins_in_the_time_zone_of_the_workspace() {
        var zone = ZoneId.of("Pacific/Kiritimati");
        var there = new Bills(
                desk,
                new Caller(
                        caller.actor(),
                        caller.tenant(),
                        caller.workspace(),
                        caller.scopes(),
                        null,
                        caller.modules(),
                        zone));
        var yesterday = LocalDate.ofInstant(desk.clock.instant(), zone).minusDays(1);

        var late = there.issued(Bills.of(100, ", 'issue_date': '" + yesterday + "', 'due_date': '" + yesterday + "'"));
        desk.runJobs();

        assertThat(bills.now(late).overdueAt())
                .isEqualTo(yesterday.plusDays(1).atStartOfDay(zone).toInstant());
    }

    @Test
    void a_paid_or_void_invoice_does_not_become_overdue() {
        var _ = bills.paid(bills.issued(100), 100);
        var _ = bills.voided(bills.issued(100));

        desk.later(LATE);
        desk.runJobs();

        assertThat(bills.events("invoice")).doesNotContain("invoice.overdue");
        assertThat(desk.ownerRows("SELECT kind FROM records.job WHERE workspace_id = '"
                        + caller.workspaceId().value() + "'"))
                .isEmpty();
    }

    @Test
    void an_overdue_invoice_is_so_until_it_is_paid_and_again_when_it_is_reopened() {
        var invoice = bills.issued(100);
        desk.later(LATE);
        desk.runJobs();

        var payment = bills.paid(invoice, 100);
        var paid = bills.now(invoice);
        var _ = bills.recorded(Bills.refund(invoice, payment, 100));
        var reopened = bills.now(invoice);
        desk.later(LATE);
        desk.runJobs();

        assertThat(paid.overdue()).isFalse();
        assertThat(paid.overdueAt()).isNotNull();
        assertThat(reopened.overdue()).isTrue();
        assertThat(bills.events("invoice"))
                .containsExactly("invoice.created", "invoice.overdue", "invoice.paid", "invoice.reopened");
    }

    @Test
    void an_invoice_that_is_reopened_before_it_is_due_becomes_overdue() {
        var invoice = bills.issued(100);
        var payment = bills.paid(invoice, 100);
        var _ = bills.recorded(Bills.refund(invoice, payment, 1));

        desk.later(LATE);
        desk.runJobs();

        assertThat(bills.now(invoice).overdue()).isTrue();
        assertThat(bills.events("invoice")).last().isEqualTo("invoice.overdue");
    }
}
