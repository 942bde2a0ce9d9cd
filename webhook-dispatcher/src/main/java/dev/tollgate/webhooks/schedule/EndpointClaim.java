package dev.tollgate.webhooks.schedule;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/**
 * A due endpoint, and what may be claimed of it.
 *
 * @param kind which of its deliveries
 * @param most how many of them
 */
record EndpointClaim(
        UUID workspace, UUID endpoint, UUID tenant, Kind kind, int most, boolean broken, boolean accountPaused) {

    /** Effect of a claim on an endpoint. */
    enum Kind {
        /** Everything that is due. */
        ANY,
        /** Claims tests and manual retries only; other deliveries wait for the next probe. */
        URGENT,
        /** Tests only: the endpoint is paused. */
        TESTS,
        /** One delivery, to see whether the endpoint is well again, or the account can pay. */
        PROBE,
        /** Nothing: it is disabled until it is resumed. */
        NOTHING,
        /** Nothing while the module is off or the workspace is not active. */
        CLOSED,
        /** All its deliveries fail: it is archived. */
        ARCHIVED
    }

    /**
     * The due endpoints that are not full, of tenants that are not. There may be thousands that are: a hashed subplan
     * looks for each due endpoint among them, where {@code <> ALL} of a parameter compares it with all of them.
     */
    static final String SELECT = """
            SELECT s.workspace_id, s.endpoint_id, s.tenant_id, s.account_paused, s.breaker_until IS NOT NULL AS broken,
                   COALESCE(s.breaker_until <= now(), false) AS probe, e.status,
                   EXISTS (SELECT FROM control.open_workspaces(ARRAY[s.workspace_id], 'integrations')) AS open
              FROM webhooks.endpoint_state s
              JOIN webhooks.endpoint e ON e.workspace_id = s.workspace_id AND e.id = s.endpoint_id
             WHERE s.next_due <= now() AND s.endpoint_id NOT IN (SELECT unnest($1::uuid[]))
               AND s.tenant_id NOT IN (SELECT unnest($3::uuid[]))
             ORDER BY s.next_due
             LIMIT $2
               FOR UPDATE OF s SKIP LOCKED
            """;

    static EndpointClaim of(Row row, int room) {
        boolean broken = row.getBoolean("broken");
        boolean accountPaused = row.getBoolean("account_paused");
        var kind = kind(row, broken, accountPaused);
        int most = switch (kind) {
            case ANY, URGENT, TESTS -> room;
            case PROBE -> Math.min(1, room);
            case NOTHING, CLOSED, ARCHIVED -> 0;
        };
        return new EndpointClaim(
                row.getUUID("workspace_id"),
                row.getUUID("endpoint_id"),
                row.getUUID("tenant_id"),
                kind,
                most,
                broken,
                accountPaused);
    }

    private static Kind kind(Row row, boolean broken, boolean accountPaused) {
        var status = row.getString("status");
        if (status.equals("archived")) {
            return Kind.ARCHIVED;
        }
        if (status.equals("disabled")) {
            return Kind.NOTHING;
        }
        if (!row.getBoolean("open")) {
            return Kind.CLOSED;
        }
        if (status.equals("paused")) {
            return Kind.TESTS;
        }
        if (accountPaused || (broken && row.getBoolean("probe"))) {
            return Kind.PROBE;
        }
        return broken ? Kind.URGENT : Kind.ANY;
    }
}
