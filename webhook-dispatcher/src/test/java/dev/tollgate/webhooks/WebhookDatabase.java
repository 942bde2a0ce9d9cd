package dev.tollgate.webhooks;

import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.postgres.PostgresSettings;
import java.sql.Connection;

/** A database of its own with all schemas, and a stand-in for what gateways bring to it. */
public final class WebhookDatabase {

    /** Workspaces that are active with integrations on, and holders that there are, are those of the tables. */
    private static final String CONTROL = """
            CREATE SCHEMA IF NOT EXISTS control;
            CREATE TABLE control.test_workspace (id uuid PRIMARY KEY, tenant uuid NOT NULL, open boolean NOT NULL);
            CREATE FUNCTION control.open_workspaces(wanted uuid[], of_module text) RETURNS SETOF uuid
                LANGUAGE sql STABLE SECURITY DEFINER
                AS 'SELECT id FROM control.test_workspace WHERE id = ANY (wanted) AND open';
            CREATE FUNCTION control.live_workspaces(wanted uuid) RETURNS SETOF uuid
                LANGUAGE sql STABLE SECURITY DEFINER
                AS 'SELECT id FROM control.test_workspace WHERE tenant = wanted';
            CREATE TABLE control.test_holder (workspace_id uuid, kind text, id uuid, scopes text[], ends_at timestamptz,
                role text, granted text[]);
            CREATE FUNCTION control.holder_facts(of_workspace uuid[], of_kind text[], of_id uuid[])
                RETURNS SETOF control.test_holder LANGUAGE sql STABLE SECURITY DEFINER
                AS 'SELECT h.* FROM unnest(of_workspace, of_kind, of_id) AS u (workspace_id, kind, id)
                      JOIN control.test_holder h ON h.workspace_id = u.workspace_id AND h.kind = u.kind AND h.id = u.id
                     WHERE h.ends_at IS NULL OR h.ends_at > clock_timestamp()';
            GRANT USAGE ON SCHEMA control TO tollgate_app, tollgate_meter, tollgate_dispatcher;
            """;

    public final PostgresSettings settings;
    private final OwnerSql sql;

    public WebhookDatabase() {
        settings = settings(TestServers.copiedDatabase("webhooks", WebhookDatabase::prepare));
        sql = owner(settings);
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

    public long number(String query) {
        return sql.number(query);
    }

    public String text(String query) {
        return sql.text(query);
    }

    /** Keeps what this statement locks until the connection it gives is closed. */
    public Connection locking(String statement) {
        return sql.locking(statement);
    }

    public void execute(String statement) {
        sql.execute(statement);
    }
}
