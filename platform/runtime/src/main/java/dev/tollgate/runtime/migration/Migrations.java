package dev.tollgate.runtime.migration;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.postgres.SqlState;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schemas of all owners up to date. Blocks, so it runs at start and off the event loop. Processes that start
 * together take turns; all but the first find nothing to do.
 */
public final class Migrations {
    /** Number of the advisory lock of a migration; unique. */
    private static final long TURN = 0x746f_6c6c_6761_7465L;

    private static final int LOGIN_TIMEOUT_S = 5;

    /**
     * Maximum wait of a migration for a lock. What needs the same table waits behind it, so this is less than what
     * calls wait for a lock. A migration of several tables, or of a table with partitions, may wait so long for each.
     */
    static final Duration LOCK_TIMEOUT = Duration.ofMillis(80);

    /**
     * That of every {@link #PATIENT_EVERY}th try: after a second of waiting PostgreSQL ends an autovacuum that has the
     * lock. Calls of the table may fail meanwhile.
     */
    private static final Duration PATIENT_LOCK_TIMEOUT = Duration.ofMillis(1_500);

    private static final int PATIENT_EVERY = 40;

    /** Tries of the migrations of an owner, for some five minutes. */
    private static final int TRIES_MAX = 400;

    private static final String PAUSE = "SELECT pg_sleep(0.5)";
    private static final Logger LOGGER = LoggerFactory.getLogger(Migrations.class);

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
                inTries(statement, set, settings);
            }
            statement.execute("SELECT pg_advisory_unlock(" + TURN + ")");
        }
    }

    /** A migration that does not get a lock is rolled back and tried again. */
    static void inTries(Statement pause, MigrationSet set, PostgresSettings settings) throws SQLException {
        for (int tries = 1; ; tries++) {
            try {
                migrate(set, settings, tries % PATIENT_EVERY == 0 ? PATIENT_LOCK_TIMEOUT : LOCK_TIMEOUT);
                return;
            } catch (FlywayException failed) {
                if (tries == TRIES_MAX || !locked(failed)) {
                    throw failed;
                }
                if (tries % PATIENT_EVERY == 1) {
                    LOGGER.atWarn()
                            .addKeyValue("schema", set.owner())
                            .addKeyValue("tries", tries)
                            .log("migration did not get a lock in time, will retry");
                }
                pause.execute(PAUSE);
            }
        }
    }

    private static boolean locked(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && SqlState.LOCK_NOT_AVAILABLE.equals(sql.getSQLState())) {
                return true;
            }
        }
        return false;
    }

    private static void migrate(MigrationSet set, PostgresSettings settings, Duration lockTimeout) {
        var result = Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .locations("classpath:db/" + set.owner())
                .defaultSchema(set.owner())
                .table("migration")
                .initSql("SET lock_timeout = " + lockTimeout.toMillis())
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
