package dev.tollgate.modules.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.activity.ActivityOperations.ActivityQuery;
import dev.tollgate.modules.activity.ActivityOperations.NewActivity;
import dev.tollgate.records.page.Since;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.table.ListInput;
import dev.tollgate.records.table.ListOptions;
import dev.tollgate.runtime.json.Json;
import java.util.List;
import java.util.Objects;
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
                fresh("{\"type\": \"agent_action\", \"summary\": \"Sorted the inbox\"}"));

        assertThat(logged.occurredAt()).isEqualTo(logged.createdAt());
        assertThat(example().occurredAt()).isBefore(logged.createdAt());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"query\": \"renewal\"}",
                "{\"query\": \"friday\"}",
                "{\"type\": \"call\"}",
                "{\"related_type\": \"order\", \"related_id\": \"order-4711\"}",
                "{\"custom_fields\": {\"minutes\": 12}}",
                "{\"query\": \"ada\", \"type\": \"call\", \"related_id\": \"order-4711\"}"
            })
    void an_activity_is_found_by_every_field(String query) {
        var logged = example();
        var _ = desk.done(
                ActivityOperations.LOG, caller, fresh("{\"type\": \"email\", \"summary\": \"Wrote to Charles\"}"));

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

    @Test
    void a_superseded_activity_names_its_successor_and_leaves_lists_unless_they_ask_for_it() {
        var wrong = example();

        var right = superseding(wrong);

        var kept = desk.done(ActivityOperations.GET, caller, new Ref<>(wrong.id()));
        assertThat(right.supersedesId()).isEqualTo(wrong.id());
        assertThat(kept.supersededById()).isEqualTo(right.id());
        assertThat(kept.version()).isEqualTo(2);
        assertThat(kept.summary()).isEqualTo(wrong.summary());
        assertThat(found("{}")).containsExactly(right);
        assertThat(found("{\"superseded\": true}")).containsExactly(kept);
        assertThat(found("{\"query\": \"renewal\", \"superseded\": true}")).containsExactly(kept);
    }

    @Test
    void a_superseded_activity_keeps_its_author() {
        var wrong = example();
        var other = new Caller(desk.stranger().actor(), caller.tenantId(), caller.workspaceId());

        var right = desk.done(ActivityOperations.LOG, other, correction(wrong.id()));

        var kept = desk.done(ActivityOperations.GET, caller, new Ref<>(wrong.id()));
        assertThat(kept.lastActor()).isEqualTo(wrong.lastActor()).isNotEqualTo(right.lastActor());
        assertThat(kept.source()).isEqualTo(wrong.source());
        assertThat(kept.updatedAt()).isEqualTo(right.createdAt());
    }

    @Test
    void a_reader_of_changes_sees_that_an_activity_was_superseded() {
        var wrong = example();
        Desk.eventually(() -> assertThat(changes("1970-01-01").items()).containsExactly(wrong));
        var until = Objects.requireNonNull(changes("1970-01-01").updatedUntil());

        var right = superseding(wrong);

        var kept = desk.done(ActivityOperations.GET, caller, new Ref<>(wrong.id()));
        assertThat(kept.superseded()).isTrue();
        Desk.eventually(() -> assertThat(changes(until).items()).containsExactlyInAnyOrder(kept, right));
    }

    @Test
    void an_activity_is_superseded_once() {
        var wrong = example();
        var right = superseding(wrong);

        var again = desk.refusal(ActivityOperations.LOG, caller, correction(wrong.id()));
        var next = superseding(right);

        assertThat(again).isInstanceOf(Refusal.Conflict.class);
        assertThat(found("{}")).containsExactly(next);
    }

    @Test
    void an_activity_of_another_workspace_cannot_be_superseded() {
        var foreign = desk.done(ActivityOperations.LOG, desk.stranger(), Desk.example(ActivityOperations.LOG));

        assertThat(desk.faults(ActivityOperations.LOG, caller, correction(foreign.id())))
                .containsExactly("supersedes_id");
    }

    @Test
    void what_supersedes_cannot_be_changed_by_who_answers_calls() {
        assertThat(desk.ownerRows("SELECT attname FROM pg_attribute WHERE attrelid = 'activity.activity'::regclass"
                        + " AND attnum > 0 AND has_column_privilege('tollgate_app', attrelid, attnum, 'UPDATE')"))
                .isEmpty();
    }

    private Activity superseding(Activity wrong) {
        return desk.done(ActivityOperations.LOG, caller, correction(wrong.id()));
    }

    private static NewActivity correction(ActivityId wrong) {
        return fresh("{\"type\": \"call\", \"summary\": \"Called Charles\", \"supersedes_id\": \"" + wrong + "\"}");
    }

    private Page<Activity> changes(String since) {
        var options = new ListOptions(null, null, null, Since.of(since), null);
        return desk.done(
                ActivityOperations.SEARCH, caller, new ListInput<>(Json.read("{}", ActivityQuery.class), options));
    }

    private List<Activity> found(String query) {
        return desk.done(ActivityOperations.SEARCH, caller, Json.read(query, ActivityQuery.class))
                .items();
    }

    private static NewActivity fresh(String json) {
        return Json.read(json, NewActivity.class);
    }

    private Activity example() {
        return desk.done(ActivityOperations.LOG, caller, Desk.example(ActivityOperations.LOG));
    }
}
