package dev.tollgate.gateway.webhooks;

import dev.tollgate.contract.caller.TypeId;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** Direct access to rows past every policy, for state that only the dispatcher writes. */
final class Rows {

    private Rows() {}

    /** The endpoint's receiver has failed for days. */
    static void disable(String webhook) {
        run(
                "UPDATE webhooks.endpoint SET status = 'disabled', status_reason = 'failing' WHERE id = ?",
                uuid("wh", webhook));
    }

    /** A delivery has ended so. */
    static void settle(String delivery, String status, String failure) {
        run(
                "UPDATE webhooks.delivery SET status = ?, failure = ?, attempt_count = 1, next_attempt_at = NULL,"
                        + " settled_at = now() WHERE id = ?",
                status,
                failure,
                uuid("dlv", delivery));
    }

    /** The last attempt of a delivery was answered with this status. */
    static void answered(String delivery, int status) {
        run("UPDATE webhooks.delivery SET last_status_code = ? WHERE id = ?", status, uuid("dlv", delivery));
    }

    /** A dispatcher has a delivery in hand. */
    static void lease(String delivery) {
        run(
                "UPDATE webhooks.delivery SET status = 'delivering', lease_token = gen_random_uuid(),"
                        + " leased_until = now() + interval '1 minute' WHERE id = ?",
                uuid("dlv", delivery));
    }

    /** A delivery has its place in the order of a resource: its turn has come, or it waits for that. */
    static void lane(String delivery, boolean waits) {
        run(
                "UPDATE webhooks.delivery SET lane = 'task/tsk_1', next_attempt_at = CASE WHEN ? THEN NULL ELSE"
                        + " next_attempt_at END WHERE id = ?",
                waits,
                uuid("dlv", delivery));
    }

    /** The order that a delivery has its place in; "null" where it has none. */
    static String lane(String delivery) {
        return one("SELECT lane FROM webhooks.delivery WHERE id = ?", uuid("dlv", delivery));
    }

    /** An attempt of a delivery. */
    static void attempt(String delivery) {
        run("""
                INSERT INTO webhooks.attempt
                       (workspace_id, id, delivery_id, event_id, endpoint_id, number, trigger, started_at, dns_micros,
                        connect_micros, tls_micros, first_byte_micros, total_micros, address, status_code, error_class,
                        response_head, key_ids, next_attempt_at, charged_micros)
                SELECT d.workspace_id, (webhooks.least_id(now())), d.id, d.event_id, d.endpoint_id, 1, d.trigger, now(), 10,
                       20, 30, 40, 100, '203.0.113.7', 500, 'status', 'HTTP/1.1 500 Oops', '{whk_1}', now(), 50
                  FROM webhooks.delivery d WHERE d.id = ?
                """, uuid("dlv", delivery));
    }

    /** Everything that is stored of endpoints, their keys and what was said about them, as one text. */
    static String everything() {
        var text = new StringBuilder();
        for (var table : new String[] {
            "webhooks.endpoint",
            "webhooks.signing_key",
            "webhooks.event",
            "audit.event",
            "audit.body",
            "idempotency.answer",
            "outbox.message"
        }) {
            text.append(one("SELECT string_agg(t::text, E'\\n') FROM " + table + " t"));
        }
        return text.toString();
    }

    /** The first field of the first row. */
    static String one(String sql, Object... arguments) {
        try (var connection = DriverManager.getConnection(Doors.GATEWAY.jdbcUrl());
                var statement = with(connection.prepareStatement(sql), arguments);
                var rows = statement.executeQuery()) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static void run(String sql, Object... arguments) {
        try (var connection = DriverManager.getConnection(Doors.GATEWAY.jdbcUrl());
                var statement = with(connection.prepareStatement(sql), arguments)) {
            if (statement.executeUpdate() == 0) {
                throw new IllegalStateException("no row was touched by " + sql);
            }
        } catch (SQLException broken) {
            throw new IllegalStateException(broken);
        }
    }

    static UUID uuid(String prefix, String id) {
        return TypeId.parse(prefix, id).orElseThrow();
    }

    private static PreparedStatement with(PreparedStatement statement, Object... arguments) throws SQLException {
        for (int at = 0; at < arguments.length; at++) {
            statement.setObject(at + 1, arguments[at]);
        }
        return statement;
    }
}
