package dev.tollgate.billing.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.event.Topics;
import dev.tollgate.records.audit.ReadsInUse;
import dev.tollgate.runtime.settings.SettingsRejected;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A change of the setting that says who audits reads: the meter, or a consumer of the audit's own. */
class ReadsInUseTest {

    private final BillingBench bench = new BillingBench();

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void counting_by_the_hour_begins_where_the_meter_is() {
        agree(false);
        position("billing.log_position", 40);
        position("audit.intake", 3);

        agree(true);

        assertThat(bench.number("SELECT next FROM audit.intake WHERE topic = '" + Topics.USAGE + "'"))
                .isEqualTo(40);
    }

    @Test
    void the_meter_does_not_begin_to_audit_reads_until_it_has_booked_what_was_counted_and_no_more() {
        agree(true);
        position("billing.log_position", 40);
        position("audit.intake", 39);

        var refused = catchThrowable(() -> agree(false));
        bench.execute("UPDATE audit.intake SET next = 40");
        agree(false);

        assertThat(refused).isInstanceOf(SettingsRejected.class).hasMessageContaining("tollgate.audit.reads");
        assertThat(bench.number("SELECT count(*) FROM audit.read_mode WHERE NOT hourly"))
                .isOne();
    }

    @Test
    void a_start_without_a_change_asks_for_no_position() {
        agree(false);
        position("billing.log_position", 40);

        agree(false);

        assertThat(bench.number("SELECT count(*) FROM audit.intake")).isZero();
    }

    private void agree(boolean hourly) {
        var _ = bench.await(() -> ReadsInUse.agreed(bench.meter, hourly, bench.clock));
    }

    private void position(String table, long next) {
        bench.execute("INSERT INTO " + table + " (topic, partition, topic_id, next) VALUES ('" + Topics.USAGE
                + "', 0, '00000000-0000-0000-0000-000000000007', " + next + ")");
    }
}
