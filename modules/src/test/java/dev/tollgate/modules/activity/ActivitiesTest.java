package dev.tollgate.modules.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.activity.ActivityOperations.ActivityQuery;
import dev.tollgate.modules.activity.ActivityOperations.NewActivity;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.runtime.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivitiesTest {

    private static Desk desk;
    private Caller caller;

    @BeforeAll
    static void open() {
        desk = new Desk(new ActivityModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        caller = desk.stranger();
    }

    @Test
    void an_activity_is_read_as_it_was_logged() {
        var logged = example();

        assertThat(desk.done(ActivityOperations.GET, caller, new Ref<>(logged.id())))
                .isEqualTo(logged);
        assertThat(logged.lastActor()).isEqualTo(caller.actor().id());
        assertThat(desk.events(caller)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("activity.logged");
            assertThat(event.data().getString("summary")).isEqualTo(logged.summary());
        });
    }

    @Test
    void an_activity_happened_when_it_was_logged_unless_it_says_so() {
        var logged = desk.done(
                ActivityOperations.LOG,
                caller,
                new NewActivity(
                        Activity.Type.AGENT_ACTION, "Sorted the inbox", null, null, null, null, null, null, null));

        assertThat(logged.occurredAt()).isEqualTo(logged.createdAt());
        assertThat(example().occurredAt()).isBefore(logged.createdAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"query\": \"renewal\"}",
                "{\"query\": \"friday\"}",
                "{\"type\": \"call\"}",
                "{\"related_type\": \"contact\", \"related_id\": \"contact-4711\"}",
                "{\"custom_fields\": {\"minutes\": 12}}",
                "{\"query\": \"ada\", \"type\": \"call\", \"related_id\": \"contact-4711\"}"
            })
    void an_activity_is_found_by_every_field(String query) {
        var logged = example();
        var _ = desk.done(
                ActivityOperations.LOG,
                caller,
                new NewActivity(Activity.Type.EMAIL, "Wrote to Charles", null, null, null, null, null, null, null));

        var found = desk.done(ActivityOperations.SEARCH, caller, Json.read(query, ActivityQuery.class));

        assertThat(found.items()).containsExactly(logged);
    }

    @Test
    void the_log_is_append_only_by_its_operations_and_in_the_database() {
        assertThat(ActivityOperations.ACTIVITIES.all())
                .extracting(Operation::name)
                .containsExactly("log_activity", "search_activities", "get_activity");
        assertThat(desk.ownerRows("SELECT right_ FROM unnest(ARRAY['UPDATE', 'DELETE', 'TRUNCATE']) AS right_"
                        + " WHERE has_table_privilege('tollgate_app', 'activity.activity', right_)"))
                .isEmpty();
    }

    private Activity example() {
        return desk.done(ActivityOperations.LOG, caller, Desk.example(ActivityOperations.LOG));
    }
}
