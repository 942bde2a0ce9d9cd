package dev.tollgate.modules.crm.contact;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.crm.Records;
import dev.tollgate.runtime.postgres.RowSecurityContext;
import dev.tollgate.runtime.postgres.WalledStatements;
import io.vertx.sqlclient.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred thousand contacts in one workspace, read in the role of those who answer calls. */
class ContactsAtScaleTest {

    private static final String FILL = """
            INSERT INTO crm.company
            SELECT '%1$s'::uuid, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Company ' || n,
                   NULL, NULL, NULL, NULL, NULL, '{}', now(), now(), 1, 'api', 'key'
              FROM generate_series(1, 1000) AS n;
            INSERT INTO crm.contact
            SELECT '%1$s'::uuid, ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'Person number ' || n,
                   'person-' || n || '@example.org', '+44 ' || n, NULL,
                   ('01900000-0000-7000-8000-' || lpad((n %% 1000 + 1)::text, 12, '0'))::uuid, 'agent-' || n %% 500,
                   jsonb_build_object('size', n %% 20000), now(), now(), 1, 'api', 'key'
              FROM generate_series(1, 100000) AS n;
            ANALYZE crm.company, crm.contact
            """;

    private static Desk desk;
    private static Caller caller;

    @BeforeAll
    static void fill() {
        desk = new Desk(new CrmModule());
        caller = desk.stranger();
        desk.owner(FILL.formatted(caller.workspaceId().value()));
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = '01900000-0000-7000-8000-000000050000'",
                "id < '01900000-0000-7000-8000-000000050000' ORDER BY id DESC LIMIT 51",
                "name = 'Person number 7' ORDER BY id DESC LIMIT 51",
                "email = 'person-7@example.org' ORDER BY id DESC LIMIT 51",
                "phone = '+44 7' ORDER BY id DESC LIMIT 51",
                "company_id = '01900000-0000-7000-8000-000000000007' ORDER BY id DESC LIMIT 51",
                "owner = 'agent-7' ORDER BY id DESC LIMIT 51"
            })
    void a_contact_and_every_list_of_them_is_read_from_an_index(String wanted) {
        var plan = plan("SELECT * FROM crm.contact WHERE workspace_id = '"
                + caller.workspaceId().value() + "' AND " + wanted);

        assertThat(plan).contains("Index").doesNotContain("Seq Scan").doesNotContain("Sort");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '|',
            value = {
                "contact_words, |{'query': 'person-4242@example.org'}|, 11",
                "contact_words, |{'query': 'number 4242'}|, 11",
                "contact_words, |{'query': 'Pers number 42424'}|, 1",
                "contact_terms, |{'custom_fields': {'size': 4242}}|, 5"
            })
    void a_search_reads_its_index(String index, String query, int found) {
        var before = scans(index);

        var page = desk.done(ContactOperations.SEARCH, caller, Records.contacts(query));

        assertThat(page.items()).hasSize(found);
        eventually(() -> {
            // The server tells its counts with a later statement of the same connection.
            var _ = desk.done(ContactOperations.SEARCH, caller, Records.contacts(query));
            return scans(index) > before;
        });
    }

    @Test
    void the_pages_of_a_frequent_word_give_every_contact_once() {
        String cursor = null;
        var seen = 0;
        for (int page = 0; page < 5; page++) {
            var from = cursor == null ? "" : ", 'cursor': '" + cursor + "'";
            var answer = desk.done(
                    ContactOperations.SEARCH,
                    caller,
                    Records.contacts("{'query': 'person', 'limit': 100" + from + "}"));
            assertThat(answer.items().getFirst().name()).isEqualTo("Person number " + (100_000 - seen));
            seen += answer.items().size();
            cursor = answer.nextCursor();
        }

        assertThat(seen).isEqualTo(500);
    }

    private static long scans(String index) {
        return Long.parseLong(
                desk.ownerRows("SELECT idx_scan FROM pg_stat_user_indexes WHERE schemaname = 'crm' AND indexrelname = '"
                                + index + "'")
                        .getFirst());
    }

    private static String plan(String sql) {
        var rows = Desk.await(desk.database.read(
                RowSecurityContext.NONE, "EXPLAIN (COSTS off) " + WalledStatements.text(sql, 0), Tuple.of("")));
        var plan = new StringBuilder();
        rows.forEach(row -> plan.append(row.getString(0)).append('\n'));
        return plan.toString();
    }
}
