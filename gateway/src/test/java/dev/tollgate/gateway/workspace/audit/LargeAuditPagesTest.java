package dev.tollgate.gateway.workspace.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.GatewayFixture;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LargeAuditPagesTest {

    private static final String EVENTS = "/v1/audit-events?action=contact.create&limit=100";
    private static final GatewayFixture GATEWAY = GatewayFixture.shared();

    private final GatewayFixture.Prepared workspace = GATEWAY.tenant("team").module("crm", true);
    private final String key =
            workspace.apiKey("crm:read", "crm:write", "audit:read").getString("secret");

    @Test
    void a_page_of_large_entries_ends_early_and_pages_give_every_entry_once() {
        var requests = new ArrayList<String>();
        for (int batch = 0; batch < 5; batch++) {
            requests.addFirst(GATEWAY.patiently(() -> GATEWAY.call("POST", "/v1/contacts/batch", key, contacts()))
                    .expect(200)
                    .json()
                    .getString("request_id"));
        }

        var sizes = new ArrayList<Integer>();
        var read = new ArrayList<String>();
        String cursor = null;
        do {
            var page = GATEWAY.call("GET", EVENTS + (cursor == null ? "" : "&cursor=" + cursor), key, null)
                    .expect(200)
                    .json();
            var entries = page.getJsonArray("data");
            sizes.add(entries.size());
            entries.forEach(entry -> read.add(((JsonObject) entry).getString("request_id")));
            cursor = page.getString("next_cursor");
        } while (cursor != null);

        assertThat(read).isEqualTo(requests);
        assertThat(sizes).containsExactly(3, 2);
    }

    /** Some 100 KB. */
    private static JsonObject contacts() {
        var fields = new JsonObject();
        for (int field = 0; field < 25; field++) {
            fields.put("field_" + field, "x".repeat(1_000));
        }
        var contact = new JsonObject().put("name", "Ada").put("custom_fields", fields);
        return new JsonObject().put("items", new JsonArray(List.of(contact, contact, contact, contact)));
    }
}
