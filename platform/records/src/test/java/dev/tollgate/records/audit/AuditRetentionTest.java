package dev.tollgate.records.audit;

import static dev.tollgate.records.Bench.await;
import static dev.tollgate.records.Bench.settle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.records.Bench;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.SqlState;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AuditRetentionTest {

    private static final int DAYS_KEPT = 400;

    private static final String DAYS = """
            SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
             WHERE inhparent = 'audit.body'::regclass AND relname <> 'body_other' ORDER BY relname
            """;

    private Bench bench;
    private AuditRetention retention;

    @BeforeEach
    void open() {
        bench = new Bench();
        retention = new AuditRetention(bench.sealer, bench.clock, DAYS_KEPT);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    @Test
    void bodies_of_the_first_day_lie_in_their_day() {
        write();

        assertThat(bench.count("audit.body")).isEqualTo(1);
        assertThat(bench.count("audit.body_other")).isZero();
        assertThat(bench.owner(DAYS)).hasSize(1 + AuditRetention.DAYS_AHEAD);
    }

    @Test
    void days_that_are_missing_are_made_again() {
        var days = bench.owner(DAYS);
        days.subList(4, 7).forEach(day -> bench.tamper("DROP TABLE audit." + day));

        assertThat(await(retention.makeBodyDays())).isEqualTo(3);

        assertThat(bench.owner(DAYS)).isEqualTo(days);
        assertThat(await(retention.makeBodyDays())).isZero();
    }

    @Test
    void a_day_is_made_while_a_writer_has_not_committed() throws SQLException {
        bench.tamper("DROP TABLE audit." + bench.owner(DAYS).getLast());

        try (var writer = bench.sql.connection();
                var statement = writer.createStatement()) {
            writer.setAutoCommit(false);
            statement.execute("INSERT INTO audit.body VALUES (audit.first_id(now()), gen_random_uuid(), '{}')");

            assertThat(await(retention.makeBodyDays())).isEqualTo(1);
            writer.commit();
        }
    }

    @Test
    void a_day_with_bodies_that_came_before_it_was_made_stays_where_it_is() {
        var today = bench.owner(DAYS).getFirst();
        bench.tamper("DROP TABLE audit." + today);
        write();

        assertThat(await(retention.makeBodyDays())).isZero();

        write();
        assertThat(bench.count("audit.body_other")).isEqualTo(2);
    }

    @Test
    void nobody_waits_for_a_day_to_be_made_beside_many_bodies_without_one() {
        var newest = bench.owner(DAYS).getLast();
        bench.tamper("DROP TABLE audit." + newest);
        bodiesWithoutDay(10_000);

        var refused = catchThrowable(() -> settle(retention.makeBodyDays()));
        write();

        assertThat(SqlState.sqlState(refused)).isEqualTo("TG004");
        assertThat(bench.owner(DAYS)).doesNotContain(newest);
        assertThat(bench.count("audit.body")).isEqualTo(10_001);
    }

    @Test
    void bodies_without_a_day_are_forgotten_by_age_and_then_days_are_made_again() {
        var days = bench.owner(DAYS);
        bench.tamper("DROP TABLE audit." + days.getLast());
        bodiesWithoutDay(10_000);
        write();

        assertThat(await(retention.forgetBodies())).isEqualTo(10_000);

        assertThat(bench.count("audit.body")).isEqualTo(1);
        bench.tamper("VACUUM audit.body_other");
        assertThat(await(retention.makeBodyDays())).isEqualTo(1);
        assertThat(bench.owner(DAYS)).isEqualTo(days);
    }

    @Test
    void days_older_than_the_retention_are_dropped() {
        var kept = bench.owner(DAYS);
        makeDay("2020-01-01");
        makeDay("2020-01-02");

        assertThat(await(retention.dropBodyDays())).isEqualTo(2);

        assertThat(bench.owner(DAYS)).isEqualTo(kept);
    }

    @Test
    void a_day_that_cannot_be_dropped_while_bodies_are_read_is_dropped_later() {
        var kept = bench.owner(DAYS);
        makeDay("2020-01-01");

        bench.sql.whileLocked("SELECT count(*) FROM audit.body", () -> {
            var refused = catchThrowable(() -> settle(retention.dropBodyDays()));

            assertThat(SqlState.isBusy(refused)).isTrue();
        });

        assertThat(await(retention.dropBodyDays())).isEqualTo(1);
        assertThat(bench.owner(DAYS)).isEqualTo(kept);
    }

    /** Writers wait behind it, and would be refused with it. */
    @Test
    void a_drop_waits_for_its_locks_for_a_fraction_of_what_writers_wait() {
        bench.tamper("CREATE OR REPLACE FUNCTION audit.drop_body_day(days_kept integer) RETURNS integer LANGUAGE sql"
                + " AS $$ SELECT -rtrim(current_setting('lock_timeout'), 'ms')::integer $$");

        int negativeMs = await(retention.dropBodyDays());

        assertThat(-negativeMs).isBetween(1, (int) Database.LOCK_TIMEOUT.toMillis() / 4);
    }

    private void makeDay(String day) {
        bench.tamper("CREATE TABLE audit.body_" + day.replace("-", "")
                + " PARTITION OF audit.body FOR VALUES FROM (audit.first_id('" + day + " 00:00Z')) TO (audit.first_id('"
                + day + " 24:00Z'))");
    }

    private void write() {
        settle(bench.notes.create(bench.call(Notes.CREATE, bench.stranger(), new Nothing()), Notes.titled("n")));
    }

    /** Old ones, of two kilobytes each. */
    private void bodiesWithoutDay(int count) {
        bench.tamper(
                "INSERT INTO audit.body SELECT audit.first_id('2020-01-01 00:00Z'::timestamptz + n * interval '1 s'),"
                        + " gen_random_uuid(), repeat('x', 1900) FROM generate_series(1, " + count + ") AS n");
    }
}
