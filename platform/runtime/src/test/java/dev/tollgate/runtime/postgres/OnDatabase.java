package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of one class on a database of their own, as the owner of its tables and in the role of a gateway. */
abstract class OnDatabase {

    static final InstantSource CLOCK = InstantSource.system();
    static final Duration SOON = Duration.ofSeconds(10);

    /** Transactions at a time. */
    static final int CONNECTIONS = 4;

    static Vertx vertx;
    static PostgresSettings settings;
    static Database database;
    static Database owner;

    @BeforeAll
    static void connect() {
        vertx = Vertx.vertx();
        settings = TestDatabases.migrated();
        owner = Database.open(vertx, settings, new DatabaseRole(settings.user()), 1, CLOCK);
        database = Database.open(vertx, settings, DatabaseRole.APP, CONNECTIONS, CLOCK);
    }

    @AfterAll
    static void disconnect() {
        await(database.close());
        await(owner.close());
        await(vertx.close());
    }

    /** A deadline that no test reaches. */
    static Instant soon() {
        return CLOCK.instant().plus(SOON);
    }

    /** Runs statements as the owner, each in a transaction of its own. */
    static void asOwner(String... statements) {
        for (var sql : statements) {
            await(owner.transaction(RowSecurityContext.NONE, soon(), tx -> tx.query(sql, Tuple.tuple())));
        }
    }
}
