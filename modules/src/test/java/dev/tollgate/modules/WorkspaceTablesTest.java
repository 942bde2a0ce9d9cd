package dev.tollgate.modules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.modules.tasks.TasksModule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Rules for every table with rows of workspaces. */
class WorkspaceTablesTest {

    /** Tables of all owners on the class path, without partitions and their parents' children. */
    private static final String TABLES = """
            SELECT c.oid::regclass::text FROM pg_class c
              JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'workspace_id' AND NOT a.attisdropped
             WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
               AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
            """;

    private static Desk desk;

    @BeforeAll
    static void open() {
        desk = new Desk(new TasksModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @Test
    void every_table_with_a_workspace_has_row_level_security() {
        assertThat(desk.ownerRows(TABLES)).contains("tasks.task", "audit.event");
        assertThat(desk.ownerRows(TABLES + " AND NOT c.relrowsecurity")).isEmpty();
    }

    @Test
    void every_table_of_a_module_has_a_key_that_begins_with_the_workspace_and_a_policy_that_checks_writes() {
        var ofModules = TABLES
                + " AND c.relnamespace::regnamespace::text IN ('activity', 'tasks', 'crm', 'support', 'cms', 'assets',"
                + " 'integrations', 'analytics', 'bi')";

        assertThat(desk.ownerRows(ofModules
                        + " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'"
                        + " AND pg_get_constraintdef(k.oid) LIKE 'PRIMARY KEY (workspace_id%')"))
                .isEmpty();
        // A table without ids has no records.
        assertThat(desk.ownerRows(ofModules
                        + " AND EXISTS (SELECT FROM pg_attribute i WHERE i.attrelid = c.oid AND i.attname = 'id')"
                        + " AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p'"
                        + " AND pg_get_constraintdef(k.oid) = 'PRIMARY KEY (workspace_id, id)')"))
                .isEmpty();
        assertThat(desk.ownerRows(ofModules
                        + " AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd = '*'"
                        + " AND pg_get_expr(p.polwithcheck, p.polrelid) LIKE '%current_workspace()%')"))
                .isEmpty();
    }

    @Test
    void no_change_of_a_record_locks_its_key() {
        var unique = """
                SELECT i.indexrelid::regclass::text FROM pg_index i
                  JOIN pg_trigger t ON t.tgrelid = i.indrelid AND t.tgname = 'number_change'
                 WHERE i.indisunique AND NOT i.indisprimary
                """;

        // A column of such an index is set by every change; one that foreign keys refer to is the key itself, with
        // more.
        assertThat(desk.ownerRows(unique)).contains("crm.invoice_unique_number", "support.ticket_number");
        assertThat(desk.ownerRows(unique + " AND i.indpred IS NULL AND i.indexprs IS NULL AND NOT EXISTS"
                        + " (SELECT FROM pg_constraint k WHERE k.contype = 'f' AND k.conindid = i.indexrelid)"))
                .isEmpty();
    }

    @Test
    void no_role_passes_by_row_level_security() {
        assertThat(desk.ownerRows(
                        "SELECT rolname FROM pg_roles WHERE rolname LIKE 'tollgate%' AND (rolbypassrls OR rolsuper)"
                                + " AND NOT rolcanlogin"))
                .isEmpty();
    }
}
