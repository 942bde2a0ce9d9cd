package dev.tollgate.loadtest.webhooks;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.loadtest.report.BrokenPromise;
import org.junit.jupiter.api.Test;

class UnrecordedReceiptsTest {

    @Test
    void each_delivery_leased_at_a_kill_may_leave_one_receipt_without_an_attempt() {
        assertThatCode(() -> new UnrecordedReceipts(40, 40).check(40)).doesNotThrowAnyException();
    }

    @Test
    void one_receipt_without_an_attempt_more_than_deliveries_were_leased_at_the_kills_breaks_the_run() {
        assertThatThrownBy(() -> new UnrecordedReceipts(41, 41).check(40))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("41 receipts have no attempt");
    }

    @Test
    void a_receipt_that_the_last_dispatcher_leaves_without_an_attempt_breaks_the_run() {
        assertThatThrownBy(() -> new UnrecordedReceipts(20, 21).check(40))
                .isInstanceOf(BrokenPromise.class)
                .hasMessageContaining("from 20 to 21");
    }
}
