package dev.tollgate.modules.analytics;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static dev.tollgate.modules.analytics.Governed.event;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations;
import dev.tollgate.modules.analytics.definition.EventDefinitionOperations.Approval;
import dev.tollgate.modules.analytics.violation.Violation.Resolution;
import dev.tollgate.modules.tracked.EventFault;
import dev.tollgate.modules.tracked.FaultKind;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Values of people are nowhere in clear. */
class PersonalValuesTest extends GovernedTests {

    private static final String TABLES = """
            SELECT c.oid::regclass::text FROM pg_class c
             WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text NOT IN ('pg_catalog', 'information_schema')
            """;

    private static final String SEGMENT = "SELECT pg_walfile_name(pg_current_wal_insert_lsn())";

    /** The first segment of the server's log that can contain what this test writes. */
    private static String segment;

    @BeforeEach
    void noteSegment() {
        segment = desk.ownerRows(SEGMENT).getFirst();
    }

    /** The tables, and the log of the server, that contain a text. */
    private static List<String> placesOf(String text) {
        var places = new ArrayList<String>();
        var hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        for (var table : desk.ownerRows(TABLES)) {
            if (!desk.ownerRows("SELECT 1 FROM " + table + " t WHERE t::text LIKE '%" + text + "%' OR t::text LIKE '%"
                            + hex + "%' LIMIT 1")
                    .isEmpty()) {
                places.add(table);
            }
        }
        places.addAll(desk.ownerRows(
                "SELECT 'wal ' || name FROM pg_ls_waldir() WHERE name BETWEEN '" + segment + "' AND (" + SEGMENT
                        + ") AND position('" + text + "'::bytea IN pg_read_binary_file('pg_wal/' || name)) > 0"));
        return places;
    }

    private static String canary(String kind) {
        return "canary" + kind + UUID.randomUUID().toString().replace("-", "");
    }

    @Test
    void canaries_in_every_field_are_found_nowhere_and_the_planted_one_is() {
        var planted = canary("planted");
        var canaries = List.of(
                canary("actor"),
                canary("event"),
                canary("pii"),
                canary("sensitive"),
                canary("address"),
                canary("key"),
                canary("bad"),
                canary("held"),
                canary("inner"));
        var plan = workspace.plan("'is_default': true, 'unplanned': 'quarantine'");
        var _ = workspace.approved(
                plan, "Order", ORDER, "'classes': {'email': 'pii', 'token': 'sensitive', 'country': 'none'}");

        var answer = workspace.track(String.join(
                ",",
                "{'name': 'Order', 'actor': '" + canaries.get(0) + "', 'event_id': '" + canaries.get(1)
                        + "', 'properties': {'amount': 1, 'country': 'NO', 'email': '" + canaries.get(2)
                        + "@example.org', 'token': '" + canaries.get(3) + "'}}",
                event(
                        "Order",
                        "{'amount': 1, 'more': 'mail to " + canaries.get(4) + "@example.org', '" + canaries.get(5)
                                + "@example.org': 1}"),
                event(
                        "Order",
                        "{'amount': 'x', 'email': {'a': '" + canaries.get(6) + "'}, 'token': ['" + canaries.get(7)
                                + "']}"),
                event(
                        "Unknown",
                        "{'deep': {'list': ['" + canaries.get(8) + "%40example.org', '4111 1111 1111 1111']}}"),
                event("Order", "{'amount': 1, 'country': '" + planted + "'}")));
        desk.runJobs();

        assertThat(answer.results()).hasSize(5);
        assertThat(canaries)
                .allSatisfy(canary -> assertThat(placesOf(canary)).as(canary).isEmpty());
        assertThat(placesOf("4111 1111 1111 1111")).isEmpty();
        assertThat(placesOf(planted)).anyMatch(place -> place.startsWith("wal")).contains("analytics.held_event");
    }

    @Test
    void an_address_is_one_value_in_any_case_and_an_actor_is_one_for_ever() {
        var plan = workspace.plan("");
        var _ = workspace.approved(plan, "Order", ORDER, "'classes': {'email': 'pii', 'token': 'sensitive'}");

        for (var email : List.of("Ada@Example.org", "ada@example.org")) {
            var _ = workspace.track("{'name': 'Order', 'actor': 'ada', 'properties': {'amount': 1, 'email': '" + email
                    + "', 'token': 'ada@example.org'}}");
        }
        var rows = workspace.rows("Order").stream().map(JsonObject::new).toList();

        assertThat(rows)
                .extracting(row -> row.getString("email"))
                .containsOnly(rows.getFirst().getString("email"));
        assertThat(rows.getFirst().getString("email")).matches("pii_1_[0-9a-f]{32}");
        assertThat(rows.getFirst().getString("token")).matches("sensitive_1_[0-9a-f]{32}");
        assertThat(workspace.rows("e.actor::text", "Order").stream().distinct()).hasSize(1);
        assertThat(workspace.rows("e.props ->> 'amount'", "Order")).containsOnly("1");
    }

    @Test
    void a_value_has_other_hashes_in_another_workspace() {
        var other = Governed.on(desk);
        for (var one : List.of(workspace, other)) {
            var _ = one.approved(one.plan(""), "Order", ORDER, "'classes': {'email': 'pii'}");
            var _ = one.track(
                    "{'name': 'Order', 'actor': 'ada', 'properties': {'amount': 1, 'email': 'ada@example.org'}}");
        }

        assertThat(workspace.rows("Order")).isNotEqualTo(other.rows("Order"));
        assertThat(workspace.rows("e.actor::text", "Order")).isNotEqualTo(other.rows("e.actor::text", "Order"));
    }

    @Test
    void an_address_in_a_property_without_a_class_is_hashed_and_noted() {
        var _ = workspace.approved(workspace.plan("'enforcement': 'block'"), "Order", ORDER, "");

        var tracked = workspace.tracked(event("Order", "{'amount': 1, 'token': 'ada@example.org'}"));

        assertThat(tracked.status().name()).isEqualTo("ACCEPTED");
        assertThat(tracked.faults()).extracting(EventFault::kind).containsExactly(FaultKind.SUSPECTED_PII);
        assertThat(workspace.rows("e.props ->> 'token'", "Order"))
                .singleElement()
                .asString()
                .startsWith("pii_1_");
    }

    @Test
    void samples_do_not_say_which_sensitive_values_are_equal() {
        var plan = workspace.plan("'enforcement': 'observe'");
        var definition = workspace.approved(plan, "Order", ORDER, "'classes': {'token': 'sensitive'}");
        var tracked = workspace.tracked(event("Order", "{'token': 'a', 'country': 'NO'}"));
        var _ = workspace.tracked(event("Order", "{'token': 'b', 'country': 'NO'}"));

        assertThat(workspace.read(tracked).samples())
                .hasSize(2)
                .allSatisfy(sample -> assertThat(sample.properties())
                        .isEqualTo(new JsonObject().put("token", "sensitive").put("country", "NO")));

        var _ = workspace.approved(
                workspace.edited(definition, "'classes': {'token': 'sensitive', 'country': 'sensitive'}"));
        desk.runJobs();
        assertThat(workspace.read(tracked).samples())
                .allSatisfy(sample ->
                        assertThat(sample.properties().getString("country")).isEqualTo("sensitive"));
    }

    @Test
    void values_that_were_stored_before_a_class_was_raised_are_hashed() {
        var plan = workspace.plan("'enforcement': 'observe'");
        var canary = canary("raised");
        var definition = workspace.approved(plan, "Order", ORDER, "");
        var stored = event("Order", "{'amount': 1, 'token': '" + canary + "'}");
        var bad = workspace
                .track(stored + "," + event("Order", "{'token': '" + canary + "'}"))
                .results()
                .getLast();
        var _ = workspace.edited(plan, "'enforcement': 'quarantine'");
        var _ = workspace.tracked(event("Order", "{'token': '" + canary + "'}"));

        var raised = workspace.approved(workspace.edited(definition, "'classes': {'token': 'pii'}"));
        assertThat(raised.rehashing()).containsExactly("token");
        var _ = workspace.tracked(stored);
        desk.runJobs();

        assertThat(workspace.read(raised).rehashing()).isEmpty();
        assertThat(workspace.rows("e.props ->> 'token'", "Order").stream().distinct())
                .hasSize(1)
                .allMatch(hash -> hash.startsWith("pii_1_"));
        assertThat(placesOf(canary)).allMatch(place -> place.startsWith("wal"));
        assertThat(workspace.read(bad).samples()).isNotEmpty();
    }

    @Test
    void a_class_is_not_lowered_while_stored_values_are_being_hashed() {
        var definition = workspace.approved(workspace.plan(""), "Order", ORDER, "");
        var _ = workspace.tracked(event("Order", "{'amount': 1, 'token': 'clear'}"));
        var raised = workspace.approved(workspace.edited(definition, "'classes': {'token': 'pii'}"));
        var lower = workspace.edited(raised, "'classes': {'token': 'none'}");
        var allowed = new Approval(lower.id(), true);

        assertThat(desk.refusal(EventDefinitionOperations.APPROVE, workspace.caller(), allowed))
                .isInstanceOfSatisfying(
                        Refusal.Conflict.class,
                        conflict -> assertThat(conflict.detail()).contains("token", "rehashing is empty"));
        desk.runJobs();

        assertThat(desk.done(EventDefinitionOperations.APPROVE, workspace.caller(), allowed)
                        .rehashing())
                .isEmpty();
    }

    @Test
    void a_held_value_of_a_pii_property_is_released_once_its_schema_has_changed() {
        var plan = workspace.plan("");
        var definition = workspace.approved(plan, "Order", ORDER, "'classes': {'email': 'pii'}");
        var tracked = workspace.tracked(event("Order", "{'amount': 1, 'email': 'nobody'}"));

        var _ = workspace.resolved(workspace.read(tracked), Resolution.ACCEPT);
        desk.runJobs();
        assertThat(workspace.rows("Order")).isEmpty();

        var _ = workspace.approved(
                workspace.edited(definition, "'schema': " + ORDER.replace("'string', 'format': 'email'", "'string'")));
        var _ = workspace.resolved(workspace.read(tracked), Resolution.ACCEPT);
        desk.runJobs();
        assertThat(workspace.rows("e.props ->> 'email'", "Order"))
                .singleElement()
                .asString()
                .startsWith("pii_1_");
    }
}
