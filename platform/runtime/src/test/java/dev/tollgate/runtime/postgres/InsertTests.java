package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;

import dev.tollgate.contract.caller.TenantId;
import io.vertx.sqlclient.Tuple;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;

/** Rows in two tables, the first of which shows a tenant its own only. */
abstract class InsertTests extends OnDatabase {

    private static final InsertSql FIRST = InsertSql.ofValues("INSERT INTO first (tenant, name)", 2);

    final TenantId tenant = new TenantId(UUID.randomUUID());
    /** Names of a test's rows begin with it. */
    final String name = UUID.randomUUID().toString();

    @BeforeAll
    static void tables() {
        asOwner(
                "CREATE TABLE first (tenant uuid NOT NULL, name text PRIMARY KEY)",
                "ALTER TABLE first ENABLE ROW LEVEL SECURITY",
                "CREATE POLICY own ON first USING (tenant = (SELECT runtime.current_tenant()))",
                "CREATE TABLE second (name text NOT NULL CHECK (name <> 'wrong'))",
                "GRANT SELECT, INSERT ON first, second TO tollgate_app");
    }

    static RowInsert first(TenantId tenant, String name) {
        return FIRST.row(Tuple.of(tenant.value(), name));
    }

    /** Rows of the test. */
    final long rows() {
        return number("SELECT (SELECT count(*) FROM first WHERE name LIKE $1)"
                + " + (SELECT count(*) FROM second WHERE name LIKE $1)");
    }

    /** Transactions that have made the rows. */
    final long transactions() {
        return number("SELECT count(DISTINCT x) FROM (SELECT xmin::text AS x FROM first WHERE name LIKE $1"
                + " UNION ALL SELECT xmin::text FROM second WHERE name LIKE $1) made");
    }

    private long number(String sql) {
        return await(owner.read(RowSecurityContext.NONE, sql, Tuple.of(name + '%')))
                .iterator()
                .next()
                .getLong(0);
    }
}
