package dev.tollgate.gateway.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.gateway.fixture.Reply;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Pages of audit events whose changes are large. */
class AuditPagesTest {

    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private static final int EVENTS = 12;

    /** Five of them are more than the 262,144 characters of a page, four are less. */
    private static final int CHANGES_CHARS = 60_000;

    private final GatewayFixture.Prepared acme = GATEWAY.tenant("business");

    private void makeLargeChanges() {
        for (int at = 0; at < EVENTS; at++) {
            acme.apiKey();
        }
        GATEWAY.sql().execute("""
                UPDATE audit.body AS b
                   SET changes = replace(changes, '"name":"tester"', '"name":"' || repeat('x', %d) || '"')
                  FROM audit.event AS e
                 WHERE e.id = b.event_id AND e.action = 'api_key.create'
                   AND e.workspace_id = '%s'
                """.formatted(CHANGES_CHARS, workspaceId()));
    }

    private UUID workspaceId() {
        return TypeId.parse(TypeId.prefix(WorkspaceId.class), acme.workspace()).orElseThrow();
    }

    private Reply page(String cursor) {
        return GATEWAY.operator(
                        "GET",
                        acme.control("/audit-events?action=api_key.create&limit=100")
                                + (cursor == null ? "" : "&cursor=" + cursor),
                        null)
                .expect(200);
    }

    @Test
    void a_page_ends_with_the_event_whose_changes_exceed_it_and_none_is_lost_or_cut() {
        makeLargeChanges();
        var sizes = new ArrayList<Integer>();
        var events = new ArrayList<JsonObject>();

        String cursor = null;
        do {
            var page = page(cursor);
            sizes.add(page.list().size());
            page.list().stream().map(JsonObject.class::cast).forEach(events::add);
            cursor = page.json().getString("next_cursor");
        } while (cursor != null);

        assertThat(sizes).isEqualTo(List.of(5, 5, 2));
        assertThat(events)
                .extracting(event -> event.getString("id"))
                .doesNotHaveDuplicates()
                .hasSize(EVENTS);
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.getJsonObject("changes").encode()).contains("x".repeat(CHANGES_CHARS)));
    }
}
