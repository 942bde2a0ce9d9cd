package dev.tollgate.billing.intake;

import static dev.tollgate.billing.BillingBench.LARGE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.OnBench;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a run writes to the log of the database for each account, where it has few calls of many accounts. There are as
 * many accounts as fill a page of every table.
 */
class AccountBookingCostTest extends OnBench {

    private static final int ACCOUNTS = 128;
    private static final int CALLS = UsageCodec.EVENTS_MAX / ACCOUNTS;
    private static final int RUNS_BEFORE = 4;

    private static final List<String> LOCKED = List.of("billing.account", "audit.head");
    private static final List<String> SUMS =
            List.of("billing.open_bucket", "billing.usage_sum", "billing.transfer_sum");

    private static List<TenantId> tenants = List.of();

    private String before = "";

    @BeforeAll
    static void all_accounts_are_booked_some_times() {
        bench.execute("CREATE EXTENSION pg_walinspect");
        tenants =
                IntStream.range(0, ACCOUNTS).mapToObj(_ -> bench.tenant(LARGE)).toList();
        var log = new LogInHand(bench);
        IntStream.range(0, RUNS_BEFORE).forEach(_ -> run(log));
    }

    @BeforeEach
    void from_here_on_it_counts() {
        before = position();
    }

    /** A few move where the server keeps older versions for somebody who reads, such as its own statistics. */
    @Test
    void heads_and_open_buckets_change_on_their_page() {
        run(log);

        assertThat(moved("billing.open_bucket")).isLessThan(ACCOUNTS / 8);
        assertThat(moved("audit.head")).isLessThan(ACCOUNTS / 8);
        assertThat(records("audit.head", "HOT_UPDATE")).isGreaterThan(ACCOUNTS / 2);
    }

    /** What moves to another page is locked where it was. */
    @Test
    void a_run_locks_accounts_and_heads_and_none_of_their_sums() {
        run(log);

        assertThat(LOCKED)
                .allSatisfy(table -> assertThat(records(table, "LOCK")).isEqualTo(ACCOUNTS + moved(table)));
        assertThat(SUMS).allSatisfy(table -> assertThat(records(table, "LOCK")).isEqualTo(moved(table)));
    }

    @Test
    void a_run_writes_at_most_2700_bytes_per_account() {
        run(log);

        assertThat(bytes() / ACCOUNTS).isLessThanOrEqualTo(2_700);
    }

    private static void run(LogInHand log) {
        var events = tenants.stream()
                .flatMap(tenant -> IntStream.range(0, CALLS).mapToObj(_ -> read(tenant)))
                .toList();
        log.book(tenants.getFirst(), UsageCodec.encode(events));
    }

    /** A call that has no audit row, so that its segment is in the chain. */
    private static UsageRecorded read(TenantId tenant) {
        var usage = bench.usage(tenant, 1);
        return new UsageRecorded(
                usage.id(), usage.call(), usage.charge(), false, usage.resourceType(), usage.resourceId());
    }

    private static String position() {
        return bench.text("SELECT pg_current_wal_insert_lsn()");
    }

    /** Rows that did not fit on their page when they changed, and so have new entries in every index. */
    private long moved(String table) {
        return records(table, "UPDATE", "UPDATE+INIT");
    }

    /** Records of these types about rows of a table. */
    private long records(String table, String... types) {
        return bench.number("SELECT count(*) FROM " + blocks() + " AND resource_manager = 'Heap' AND record_type IN ('"
                + String.join("', '", types) + "') AND relfilenode = pg_relation_filenode('" + table + "')");
    }

    /** Of records about pages of this database, without pages that are written whole after a checkpoint. */
    private long bytes() {
        return bench.number("SELECT sum(record_length - block_fpi_length)::bigint FROM " + blocks());
    }

    private String blocks() {
        return "pg_get_wal_block_info('" + before + "', '" + position() + "') WHERE block_id = 0 AND reldatabase ="
                + " (SELECT oid FROM pg_database WHERE datname = current_database())";
    }
}
