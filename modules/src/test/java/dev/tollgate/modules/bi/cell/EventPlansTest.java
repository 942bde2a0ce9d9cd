package dev.tollgate.modules.bi.cell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.bi.event.Tracking;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.WalledStatements;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plans of the statements of the event store among many events of many workspaces. */
class EventPlansTest {

    private static final String FILL = """
            INSERT INTO bi.event (workspace_id, occurred_at, key, name_no, actor, revision, received_at, props)
            SELECT ('00000000-0000-7000-8000-' || lpad((n % 20)::text, 12, '0'))::uuid,
                   now() - (n % 2000) * interval '1 hour', gen_random_uuid(), 1 + n % 50, gen_random_uuid(), 0, now(), '{}'
              FROM generate_series(1, 100000) AS n;
            INSERT INTO bi.cell (workspace_id, name_no, hour, events, actors)
            SELECT ('00000000-0000-7000-8000-' || lpad(w::text, 12, '0'))::uuid, n,
                   date_trunc('hour', now() - h * interval '1 hour'), 1, '\\x3a30000000000000'
              FROM generate_series(0, 19) AS w, generate_series(0, 9) AS n, generate_series(1, 500) AS h;
            INSERT INTO bi.pending (workspace_id, id, tenant_id, added_at, actors, cells)
            SELECT ('00000000-0000-7000-8000-' || lpad((n % 20)::text, 12, '0'))::uuid, gen_random_uuid(),
                   gen_random_uuid(), now(), '{}', ''
              FROM generate_series(1, 5000) AS n;
            INSERT INTO bi.actor (workspace_id, actor, no)
            SELECT ('00000000-0000-7000-8000-' || lpad((n % 20)::text, 12, '0'))::uuid, gen_random_uuid(), n
              FROM generate_series(1, 50000) AS n;
            INSERT INTO bi.name (workspace_id, no, name, created_at)
            SELECT ('00000000-0000-7000-8000-' || lpad(w::text, 12, '0'))::uuid, n, 'name ' || n, now()
              FROM generate_series(0, 19) AS w, generate_series(1, 500) AS n;
            INSERT INTO bi.id_0 (workspace_id, key)
            SELECT ('00000000-0000-7000-8000-' || lpad((n % 20)::text, 12, '0'))::uuid, gen_random_uuid()
              FROM generate_series(1, 50000) AS n;
            ANALYZE bi.event, bi.cell, bi.pending, bi.actor, bi.name, bi.id_0
            """;

    private static Tracking tracking;
    private static Caller caller;

    @BeforeAll
    static void open() {
        tracking = Tracking.open();
        caller = tracking.desk.stranger();
        tracking.desk.owner(FILL);
    }

    @AfterAll
    static void close() {
        tracking.close();
    }

    private static String plan(String sql, Tuple args) {
        var values = Tuple.tuple();
        for (int at = 0; at < args.size(); at++) {
            values.addValue(args.getValue(at));
        }
        values.addString(caller.tenantId().value() + "/" + caller.workspaceId().value());
        var lines = new ArrayList<String>();
        Desk.await(tracking.desk.database.read(
                        RowSecurityContext.NONE,
                        "EXPLAIN (COSTS off) " + WalledStatements.text(sql, args.size()),
                        values))
                .forEach(row -> lines.add(row.getString(0)));
        return String.join("\n", lines);
    }

    private static Tuple query(Instant from, Instant to) {
        return Tuple.of(caller.workspaceId().value())
                .addArrayOfString(new String[] {"name 1", "name 2"})
                .addArrayOfOffsetDateTime(
                        new OffsetDateTime[] {from.atOffset(ZoneOffset.UTC), to.atOffset(ZoneOffset.UTC)})
                .addInteger(CellQueries.PENDING_MAX + 1)
                .addBoolean(true);
    }

    @Test
    void cells_pending_names_and_actors_are_read_through_indexes() {
        var hour = tracking.desk.clock.instant().truncatedTo(ChronoUnit.HOURS);
        var args = query(hour.minus(Duration.ofDays(10)), hour);

        assertThat(plan(CellQueries.COUNTS, args)).doesNotContain("Seq Scan");
        assertThat(plan(CellQueries.CELLS, args.addBoolean(true))).doesNotContain("Seq Scan");
    }

    @Test
    void the_walk_over_workspaces_takes_one_step_each() {
        var plan = plan(CellFold.WAITING, Tuple.of(OffsetDateTime.now(ZoneOffset.UTC), 63, 1_000));

        assertThat(plan).contains("Index").doesNotContain("Seq Scan on pending").doesNotContain("HashAggregate");
    }

    @Test
    void ids_are_looked_up_by_key() {
        tracking.desk.owner("""
                CREATE FUNCTION bi.explain_ids() RETURNS SETOF text LANGUAGE plpgsql SET enable_seqscan = off AS $$
                BEGIN
                    RETURN QUERY EXECUTE 'EXPLAIN (COSTS off) SELECT o.key FROM bi.id_0 o WHERE o.workspace_id = $2'
                        ' AND o.key = ANY ($1)' USING ARRAY[gen_random_uuid()], gen_random_uuid();
                END $$
                """);

        assertThat(String.join("\n", tracking.desk.ownerRows("SELECT bi.explain_ids()")))
                .contains("Index Only Scan using id_0_pkey");
    }
}
