package dev.tollgate.contract.operation;

import static dev.tollgate.contract.operation.Declaration.scoped;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {

    record Nothing() {}

    private static Operation<Nothing, Nothing> declared(Declaration declaration) {
        return declaration
                .app("GET", "/v1/things", scoped("tasks:read"))
                .takes(Nothing.class, "{}")
                .gives(Nothing.class);
    }

    @ParameterizedTest
    @CsvSource({
        "create_task, task, task.create",
        "create_tasks, task, task.create",
        "list_tasks, task, task.list",
        "search_companies, company, company.search",
        "list_deal_stages, deal_stage, deal_stage.list",
        "list_webhook_replays, webhook_replay, webhook_replay.list",
        "log_activity, activity, activity.log"
    })
    void the_audit_action_follows_from_a_name_of_verb_and_resource(String name, String resource, String action) {
        assertThat(declared(Declaration.read(name, resource)).action()).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource({"add_ticket_message, ticket", "get_asset_download_url, asset", "create_taskforce, task"})
    void the_audit_action_of_another_name_is_not_guessed(String name, String resource) {
        assertThat(declared(Declaration.read(name, resource)).action()).isEmpty();
        assertThat(declared(Declaration.read(name, resource).audited("do_this")).action())
                .isEqualTo(resource + ".do_this");
    }

    @Test
    void what_the_kind_says_of_the_state_of_the_workspace_need_not_be_said() {
        assertThat(declared(Declaration.create("create_task", "task")).workspaceState())
                .isEqualTo(WorkspaceState.ACTIVE);
        assertThat(declared(Declaration.read("get_task", "task")).workspaceState())
                .isEqualTo(WorkspaceState.ANY);
        assertThat(declared(Declaration.reduce("delete_task", "task")).workspaceState())
                .isEqualTo(WorkspaceState.ANY);
        assertThat(declared(Declaration.write("update_task", "task")).workspaceState())
                .isNull();
        assertThat(declared(Declaration.job("import_task", "task").whileActive())
                        .workspaceState())
                .isEqualTo(WorkspaceState.ACTIVE);
    }

    private enum Mood {
        ACTIVE,
        ON_HOLD
    }

    @Test
    void a_change_is_for_the_statuses_that_it_says_and_for_any_if_it_says_none() {
        var resume = declared(Declaration.write("resume_task", "task").whileStatus(Mood.ON_HOLD));
        var update = declared(Declaration.write("update_task", "task"));

        assertThat(resume.isFor("on_hold")).isTrue();
        assertThat(resume.isFor("active")).isFalse();
        assertThat(update.isFor("active")).isTrue();
    }
}
