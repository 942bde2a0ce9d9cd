package dev.tollgate.gateway.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Event types that webhooks can subscribe to. */
class EventTypesTest {

    private final Doors doors = Doors.open();

    private List<JsonObject> all() {
        var all = new ArrayList<JsonObject>();
        var query = "?limit=20";
        for (var cursor = ""; cursor != null; ) {
            var page = Doors.GATEWAY
                    .operator("GET", "/control/v1/event-types" + query + cursor, null)
                    .expect(200);
            page.list().forEach(type -> all.add((JsonObject) type));
            var next = page.json().getString("next_cursor");
            cursor = next == null ? null : "&cursor=" + next;
        }
        return all;
    }

    @Test
    void events_of_every_module_that_stands_are_listed_once_by_name() {
        var types = all().stream().map(type -> type.getString("type")).toList();

        assertThat(types)
                .isSorted()
                .doesNotHaveDuplicates()
                .contains(
                        "activity.logged",
                        "task.created",
                        "task.completed",
                        "contact.created",
                        "deal.updated",
                        "billing.threshold_reached",
                        "billing.exhausted",
                        "billing.recovered",
                        "webhook.created",
                        "webhook.test",
                        "webhook.endpoint_disabled",
                        "webhook.delivery_failed");
    }

    @Test
    void every_example_fits_its_schema_and_holds_no_secret() {
        var registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

        assertThat(all()).isNotEmpty().allSatisfy(type -> {
            var schema = registry.getSchema(type.getJsonObject("schema").encode(), InputFormat.JSON);
            assertThat(schema.validate(type.getJsonObject("example").encode(), InputFormat.JSON))
                    .as(type.encodePrettily())
                    .isEmpty();
            assertThat(type.getJsonObject("example").containsKey("secret")).isFalse();
            assertThat(type.getJsonObject("schema").getJsonObject("properties").containsKey("secret"))
                    .isFalse();
        });
    }

    @Test
    void one_type_is_read_by_its_name_on_both_planes() {
        var byApp = doors.app("GET", "/event-types/contact.created", null)
                .expect(200)
                .data();
        var byControl = Doors.GATEWAY
                .operator("GET", "/control/v1/event-types/contact.created", null)
                .expect(200)
                .data();

        assertThat(byApp).isEqualTo(byControl);
        assertThat(byApp.getString("module")).isEqualTo("crm");
        assertThat(byApp.getString("resource")).isEqualTo("contact");
        assertThat(doors.app("GET", "/event-types/contact.eaten", null).status())
                .isEqualTo(404);
        assertThat(doors.app("GET", "/event-types?module=crm", null).expect(200).list())
                .isNotEmpty()
                .allSatisfy(type ->
                        assertThat(((JsonObject) type).getString("module")).isEqualTo("crm"));
    }
}
