package dev.tollgate.runtime.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.RepeatedCheck;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.TestDatabases;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    /** For what comes in its time, on any machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    /** So that it runs beside others: the common pool has one thread on a machine of two processors. */
    private static CompletableFuture<Void> started(Runnable work) {
        return CompletableFuture.runAsync(
                work, task -> Thread.ofPlatform().daemon().start(task));
    }

    @Test
    void processes_that_start_together_leave_one_schema() {
        var settings = TestDatabases.empty();

        var one = started(() -> Migrations.run(settings));
        var other = started(() -> Migrations.run(settings));

        assertThat(one).succeedsWithin(PATIENCE);
        assertThat(other).succeedsWithin(PATIENCE);
    }

    @Test
    void a_migration_that_waits_for_a_table_does_not_hold_up_its_readers() throws SQLException {
        var settings = TestDatabases.empty();
        try (var reader = connection(settings);
                var holder = connection(settings);
                var pause = connection(settings)) {
            reader.createStatement().execute("CREATE TABLE public.narrow (id integer)");
            holder.setAutoCommit(false);
            holder.createStatement().execute("SELECT FROM public.narrow");

            var migrated = started(() -> migrate(pause, settings));
            RepeatedCheck.eventually(() -> waits(reader));
            reader.createStatement().execute("SET statement_timeout = '60s'");
            reader.createStatement().execute("SELECT FROM public.narrow");
            assertThat(migrated).isNotDone();
            holder.commit();

            assertThat(migrated).succeedsWithin(PATIENCE);
            reader.createStatement().execute("SELECT wide FROM public.narrow");
        }
    }

    @Test
    void a_call_waits_for_the_lock_of_a_table_longer_than_a_migration_does() throws SQLException {
        var settings = TestDatabases.empty();
        try (var caller = connection(settings);
                var watch = connection(settings);
                var holder = connection(settings);
                var pause = connection(settings)) {
            caller.createStatement().execute("CREATE TABLE public.narrow (id integer)");
            caller.createStatement().execute("SET lock_timeout = '60s'");
            holder.setAutoCommit(false);
            holder.createStatement().execute("SELECT FROM public.narrow");

            var migrated = started(() -> migrate(pause, settings));
            for (int time = 0; time < 3; time++) {
                RepeatedCheck.eventually(() -> waits(watch));
                caller.createStatement().execute("INSERT INTO public.narrow VALUES (1)");
            }
            assertThat(migrated).isNotDone();
            holder.commit();

            assertThat(migrated).succeedsWithin(PATIENCE);
            assertThat(Migrations.LOCK_TIMEOUT).isLessThan(Database.LOCK_TIMEOUT);
        }
    }

    private static void migrate(Connection pause, PostgresSettings settings) {
        var waiting = new MigrationSet() {
            @Override
            public String owner() {
                return "waiting";
            }

            @Override
            public int order() {
                return 0;
            }
        };
        try (var statement = pause.createStatement()) {
            Migrations.inTries(statement, waiting, settings);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static boolean waits(Connection reader) {
        try (var rows = reader.createStatement()
                .executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted"
                        + " AND relation = 'public.narrow'::regclass")) {
            return rows.next() && rows.getInt(1) > 0;
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Connection connection(PostgresSettings settings) throws SQLException {
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    @Test
    void sets_run_in_the_order_they_ask_for() {
        var owners = Migrations.sets().stream().map(MigrationSet::owner).toList();

        assertThat(owners).startsWith("runtime", "outbox");
    }
}
