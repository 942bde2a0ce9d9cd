package dev.tollgate.contract.operation;

import static dev.tollgate.contract.operation.Declaration.scoped;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperationTest {

    record Nothing() {}

    @ParameterizedTest
    @CsvSource({
        "create_task, task, task.create",
        "create_tasks, task, task.create",
        "list_tasks, task, task.list",
        "add_ticket_message, ticket, ticket.add_message",
        "get_asset_download_url, asset, asset.get_download_url",
        "search_companies, company, company.search",
        "list_deal_stages, deal_stage, deal_stage.list",
        "log_activity, activity, activity.log"
    })
    void the_audit_action_is_resource_and_verb(String name, String resource, String action) {
        var operation = Declaration.read(name, resource)
                .app("GET", "/v1/things", scoped("tasks:read"))
                .takes(Nothing.class, "{}")
                .gives(Nothing.class);

        assertThat(operation.action()).isEqualTo(action);
    }
}
