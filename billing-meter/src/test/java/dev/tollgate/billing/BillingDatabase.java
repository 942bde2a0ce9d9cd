package dev.tollgate.billing;

import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.postgres.Database;
import dev.tollgate.runtime.postgres.DatabaseRole;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** A database of billing, both roles that act on it, and a clock that a test moves. */
class BillingDatabase implements AutoCloseable {

    /** The modules that gateways and their tables bring; here only what the meter asks of them. */
    private static final String CONTROL = """
            CREATE SCHEMA IF NOT EXISTS control;
            CREATE TABLE IF NOT EXISTS control.test_workspace (tenant uuid, id uuid);
            CREATE OR REPLACE FUNCTION control.live_workspaces(wanted uuid) RETURNS SETOF uuid
                LANGUAGE sql STABLE SECURITY DEFINER AS 'SELECT id FROM control.test_workspace WHERE tenant = wanted';
            GRANT USAGE ON SCHEMA control TO tollgate_app, tollgate_meter;
            """;

    public final Vertx vertx = Vertx.vertx();
    public final MovableClock clock = new MovableClock();
    public final IdSource ids = IdSource.timeOrdered(clock);
    public final PostgresSettings postgres;
    public final Database app;
    public final Database meter;
    final OwnerSql sql;
    private final Context loop = vertx.getOrCreateContext();

    /** The time, which a test may move. */
    public static final class MovableClock implements InstantSource {
        private volatile Duration ahead = Duration.ZERO;
        private volatile Instant fixed;

        public void move(Duration time) {
            ahead = ahead.plus(time);
        }

        /** From now on it is this time, until the next call. */
        public void set(Instant now) {
            fixed = now;
        }

        @Override
        public Instant instant() {
            var now = fixed;
            return now == null ? InstantSource.system().instant().plus(ahead) : now;
        }
    }

    BillingDatabase() {
        postgres = settings(TestServers.copiedDatabase("billing", BillingDatabase::prepare));
        sql = owner(postgres);
        app = onLoop(() -> Database.open(vertx, postgres, DatabaseRole.APP, 4, InstantSource.system()));
        meter = onLoop(() -> Database.open(vertx, postgres, DatabaseRole.METER, 4, InstantSource.system()));
    }

    private static void prepare(String database) {
        Migrations.run(settings(database));
        owner(settings(database)).execute(CONTROL);
    }

    private static PostgresSettings settings(String database) {
        var address = TestServers.shared().addresses().postgres();
        return new PostgresSettings(address.host(), address.port(), database, address.user(), address.password());
    }

    private static OwnerSql owner(PostgresSettings postgres) {
        return new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password());
    }

    /** SQL as the owner of the tables. */
    public OwnerSql owner() {
        return sql;
    }

    public long number(String query) {
        return sql.number(query);
    }

    /** The first field of every row. */
    public List<String> texts(String query) {
        return sql.texts(query);
    }

    public String text(String query) {
        return sql.text(query);
    }

    public void execute(String statement) {
        sql.execute(statement);
    }

    public Connection connection() throws SQLException {
        return sql.connection();
    }

    public <T> T onLoop(Supplier<T> work) {
        return await(() -> Future.succeededFuture(work.get()));
    }

    /** Runs on the loop on which databases and functions live. */
    public <T> T await(Supplier<Future<T>> work) {
        return Future.<T>future(promise -> loop.runOnContext(_ -> {
                    try {
                        work.get().onComplete(promise);
                    } catch (RuntimeException | Error broken) {
                        promise.fail(broken);
                    }
                }))
                .await();
    }

    public Instant deadline() {
        return InstantSource.system().instant().plusSeconds(10);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
