package dev.tollgate.runtime.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.RepeatedCheck;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    @Test
    void processes_that_start_together_leave_one_schema() {
        var settings = TestDatabases.empty();

        var one = CompletableFuture.runAsync(() -> Migrations.run(settings));
        var other = CompletableFuture.runAsync(() -> Migrations.run(settings));

        assertThat(one).succeedsWithin(java.time.Duration.ofSeconds(30));
        assertThat(other).succeedsWithin(java.time.Duration.ofSeconds(30));
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

            var migrated = CompletableFuture.runAsync(() -> migrate(pause, settings));
            RepeatedCheck.within(
                    Duration.ofSeconds(30), () -> assertThat(waits(reader)).isTrue());
            reader.createStatement().execute("SET statement_timeout = '20s'");
            reader.createStatement().execute("SELECT FROM public.narrow");
            assertThat(migrated).isNotDone();
            holder.commit();

            assertThat(migrated).succeedsWithin(Duration.ofSeconds(60));
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
            caller.createStatement().execute("SET lock_timeout = '500ms'");
            holder.setAutoCommit(false);
            holder.createStatement().execute("SELECT FROM public.narrow");

            var migrated = CompletableFuture.runAsync(() -> migrate(pause, settings));
            for (int waits = 0; waits < 3; waits += waits(watch) ? 1 : 0) {
                caller.createStatement().execute("INSERT INTO public.narrow VALUES (1)");
            }
            assertThat(migrated).isNotDone();
            holder.commit();

            assertThat(migrated).succeedsWithin(Duration.ofSeconds(60));
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
