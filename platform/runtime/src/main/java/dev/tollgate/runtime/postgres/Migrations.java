package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * Brings the schemas of all owners up to date. Blocks, so it runs at start and off the event loop. Processes that start
 * together take turns; all but the first find nothing to do.
 */
public final class Migrations {
    /** Any number that is nobody else's: the advisory lock of whoever migrates. */
    private static final long TURN = 0x746f_6c6c_6761_7465L;

    private static final int LOGIN_TIMEOUT_S = 5;

    private Migrations() {}

    /** Off the event loop. */
    public static Future<Void> run(Vertx vertx, PostgresSettings settings) {
        return vertx.executeBlocking(() -> {
            run(settings);
            return null;
        });
    }

    /**
     * On the caller's thread.
     *
     * @throws Failure.Unavailable when PostgreSQL cannot be reached or refuses a migration
     */
    public static void run(PostgresSettings settings) {
        try (var connection = connection(settings)) {
            inTurn(connection, settings);
        } catch (SQLException | FlywayException broken) {
            throw Failure.Unavailable.before(
                    "the schemas on " + settings + " are not up to date: " + firstLine(broken), broken);
        }
    }

    /** In the order in which they run. */
    public static List<MigrationSet> sets() {
        return ServiceLoader.load(MigrationSource.class).stream()
                .<MigrationSet>flatMap(source -> source.get().sets().stream())
                .sorted(Comparator.comparingInt(MigrationSet::order).thenComparing(MigrationSet::owner))
                .toList();
    }

    private static Connection connection(PostgresSettings settings) throws SQLException {
        DriverManager.setLoginTimeout(LOGIN_TIMEOUT_S);
        return DriverManager.getConnection(settings.jdbcUrl(), settings.user(), settings.password());
    }

    private static void inTurn(Connection connection, PostgresSettings settings) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(" + TURN + ")");
            for (var set : sets()) {
                migrate(set, settings);
            }
            statement.execute("SELECT pg_advisory_unlock(" + TURN + ")");
        }
    }

    private static void migrate(MigrationSet set, PostgresSettings settings) {
        var result = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .locations("classpath:db/" + set.owner())
                .defaultSchema(set.owner())
                .table("migration")
                .createSchemas(true)
                .failOnMissingLocations(true)
                .validateMigrationNaming(true)
                .loggers("slf4j")
                .load()
                .migrate();
        if (!result.success) {
            throw new FlywayException("the migrations of " + set.owner() + " failed");
        }
    }

    private static String firstLine(Exception broken) {
        return String.valueOf(broken.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
