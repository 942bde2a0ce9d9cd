package dev.tollgate.modules.tasks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.DomainEvent;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.tasks.TaskOperations.NewTask;
import dev.tollgate.modules.tasks.TaskOperations.TaskCompletion;
import dev.tollgate.modules.tasks.TaskOperations.TaskPatch;
import dev.tollgate.modules.tasks.TaskOperations.TaskQuery;
import dev.tollgate.records.resource.Ref;
import dev.tollgate.records.shape.CustomFields;
import dev.tollgate.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TasksTest {

    private static Desk desk;
    private Caller caller;

    @BeforeAll
    static void open() {
        desk = new Desk(new TasksModule());
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
    void a_new_task_is_open_and_read_as_it_was_made() {
        var example = Desk.example(TaskOperations.CREATE);

        var made = desk.done(TaskOperations.CREATE, caller, example);

        assertThat(made.status()).isEqualTo(Task.Status.OPEN);
        assertThat(made.dueAt()).isEqualTo(Instant.parse("2030-01-15T09:00:00Z"));
        assertThat(made.customFields().values()).containsEntry("priority", 2L);
        assertThat(desk.done(TaskOperations.GET, caller, new Ref<>(made.id()))).isEqualTo(made);
        assertThat(desk.events(caller)).singleElement().satisfies(event -> {
            assertThat(event.type()).isEqualTo("task.created");
            assertThat(event.resourceId()).isEqualTo(made.id().text());
            assertThat(event.data().getString("title")).isEqualTo(made.title());
        });
    }

    @Test
    void a_patch_changes_what_it_names_clears_with_null_and_merges_custom_fields() {
        var made = desk.done(TaskOperations.CREATE, caller, Desk.example(TaskOperations.CREATE));
        var patch = patch(
                made,
                "\"title\": \"Write to Ada\", \"assignee\": null, \"custom_fields\": {\"priority\": null, \"vip\": true}");

        var updated = desk.done(TaskOperations.UPDATE, caller, patch);

        assertThat(updated.title()).isEqualTo("Write to Ada");
        assertThat(updated.assignee()).isNull();
        assertThat(updated.description()).isEqualTo(made.description());
        assertThat(updated.customFields()).isEqualTo(new CustomFields(Map.of("channel", "phone", "vip", true)));
        assertThat(updated.version()).isEqualTo(2);
        assertThat(desk.events(caller)).extracting(DomainEvent::type).containsExactly("task.created", "task.updated");
    }

    @Test
    void a_completed_task_keeps_what_came_of_it_and_says_so_once() {
        var made = created("Call Ada");

        var completed = desk.done(TaskOperations.COMPLETE, caller, new TaskCompletion(made.id(), "She signed."));
        var again = desk.call(TaskOperations.COMPLETE, caller, new TaskCompletion(made.id(), null));

        assertThat(completed.status()).isEqualTo(Task.Status.COMPLETED);
        assertThat(completed.completedNote()).isEqualTo("She signed.");
        assertThat(completed.version()).isEqualTo(2);
        assertThat(again)
                .isEqualTo(Outcome.refused(new Refusal.Conflict("The task is completed, not"
                        + " open. To complete it again, set its status to open with update_task first.")));
        assertThat(desk.events(caller)).extracting(DomainEvent::type).containsExactly("task.created", "task.completed");
    }

    @Test
    void completing_without_a_note_keeps_the_one_written_before() {
        var made = created("Call Ada");
        var _ = desk.done(TaskOperations.UPDATE, caller, patch(made, "\"completed_note\": \"She will sign.\""));

        var completed = desk.done(TaskOperations.COMPLETE, caller, new TaskCompletion(made.id(), null));

        assertThat(completed.status()).isEqualTo(Task.Status.COMPLETED);
        assertThat(completed.completedNote()).isEqualTo("She will sign.");
    }

    @Test
    void a_canceled_task_cannot_be_completed_until_it_is_open_again() {
        var made = created("Call Ada");
        var canceled = desk.done(TaskOperations.UPDATE, caller, patch(made, "\"status\": \"canceled\""));

        var refused = desk.call(TaskOperations.COMPLETE, caller, new TaskCompletion(made.id(), null));
        var open = desk.done(TaskOperations.UPDATE, caller, patch(made, "\"status\": \"open\""));
        var completed = desk.done(TaskOperations.COMPLETE, caller, new TaskCompletion(made.id(), null));

        assertThat(canceled.status()).isEqualTo(Task.Status.CANCELED);
        assertThat(refused).isInstanceOf(Outcome.Refused.class);
        assertThat(open.status()).isEqualTo(Task.Status.OPEN);
        assertThat(completed.version()).isEqualTo(4);
    }

    @Test
    void a_list_is_narrowed_by_every_filter() {
        var ada = desk.done(TaskOperations.CREATE, caller, Desk.example(TaskOperations.CREATE));
        var grace = created("Call Grace");

        assertThat(listed(all())).containsExactly(grace, ada);
        assertThat(listed(query("{\"limit\": 1, \"status\": \"open\"}"))).containsExactly(grace);
        assertThat(listed(query("{\"status\": \"canceled\"}"))).isEmpty();
        assertThat(listed(query("{\"assignee\": \"grace@example.org\"}"))).containsExactly(ada);
        assertThat(listed(query("{\"related_type\": \"order\", \"related_id\": \"order-4711\"}")))
                .containsExactly(ada);
        assertThat(listed(query("{\"query\": \"yearly price\"}"))).containsExactly(ada);
        assertThat(listed(query("{\"custom_fields\": {\"priority\": \"2\"}}"))).containsExactly(ada);
        assertThat(listed(query("{\"query\": \"call\", \"status\": \"open\", \"assignee\": \"nobody\"}")))
                .isEmpty();
    }

    private Task created(String title) {
        return desk.done(TaskOperations.CREATE, caller, task(title));
    }

    private static NewTask task(String title) {
        return Json.MAPPER.convertValue(Map.of("title", title), NewTask.class);
    }

    private static TaskPatch patch(Task task, String fields) {
        return Json.read("{\"id\": \"" + task.id().text() + "\", " + fields + "}", TaskPatch.class);
    }

    private List<Task> listed(TaskQuery query) {
        return desk.done(TaskOperations.LIST, caller, query).items();
    }

    private static TaskQuery all() {
        return query("{}");
    }

    private static TaskQuery query(String json) {
        return Json.read(json, TaskQuery.class);
    }
}
