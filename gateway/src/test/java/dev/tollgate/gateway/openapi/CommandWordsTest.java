package dev.tollgate.gateway.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Route;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandWordsTest {

    private record Nothing() {}

    @ParameterizedTest
    @CsvSource({
        "create_tenant, POST, tenants, tenants create",
        "read_workspace, GET, workspaces/{workspace_id}, workspaces get",
        "archive_workspace, POST, workspaces/{workspace_id}/archive, workspaces archive",
        "create_top_up, POST, tenants/{tenant_id}/top-ups, top-ups create",
        "request_top_up, POST, tenants/{tenant_id}/top-up-requests, top-up-requests create",
        "confirm_plan_request, POST, tenants/{tenant_id}/plan-requests/{id}/confirm, plan-requests confirm",
        "set_module, PUT, workspaces/{workspace_id}/modules/{key}, modules set",
        "rotate_api_key, POST, workspaces/{workspace_id}/api-keys/{id}/rotate, api-keys rotate",
        "rotate_webhook_secret, POST, workspaces/{workspace_id}/webhooks/{id}/rotate-secret, webhooks rotate-secret",
        "send_test_webhook_event, POST, workspaces/{workspace_id}/webhooks/{id}/test, webhooks test",
        "invite_member, POST, workspaces/{workspace_id}/members, members invite",
        "remove_member, DELETE, workspaces/{workspace_id}/members/{id}, members remove",
        "get_statement, GET, tenants/{tenant_id}/statements/{month}, statements get",
        "export_usage, GET, workspaces/{workspace_id}/usage/export, usage export",
        "export_usage, GET, workspaces/{workspace_id}/usage.csv, usage export",
        "list_usage, GET, workspaces/{workspace_id}/usage, usage list",
    })
    void an_operation_has_the_words_people_expect(String name, String method, String path, String words) {
        var operation = Declaration.read(name, name.replaceFirst("[a-z]+_(test_)?", ""))
                .takes(Nothing.class)
                .gives(Nothing.class);

        var command = CommandWords.of(operation, new Route(method, "/control/v1/" + path));

        assertThat(command).hasToString(words);
    }

    @Test
    void the_words_do_not_depend_on_whom_is_asked_about() {
        var operation = Declaration.read("list_audit_events", "audit_event")
                .takes(Nothing.class)
                .gives(Nothing.class);

        var ofTenant = CommandWords.of(operation, new Route("GET", "/control/v1/tenants/{tenant_id}/audit-events"));
        var ofWorkspace =
                CommandWords.of(operation, new Route("GET", "/control/v1/workspaces/{workspace_id}/audit-events"));

        assertThat(ofTenant).isEqualTo(ofWorkspace);
    }
}
