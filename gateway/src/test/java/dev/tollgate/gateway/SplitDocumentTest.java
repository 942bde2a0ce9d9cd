package dev.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.runtime.json.Json;
import org.junit.jupiter.api.Test;

class SplitDocumentTest {

    private static ObjectNode document(String pathsAndComponents) {
        return Json.read("{\"openapi\":\"3.1.0\"," + pathsAndComponents + "}", ObjectNode.class);
    }

    @Test
    void each_operation_and_schema_is_a_file_and_the_index_names_them() {
        var document = document("""
                "paths":{"/v1/tasks":{"post":{"operationId":"createTask"}}},
                "components":{"schemas":{"Task":{"type":"object"}}}""");

        var files = SplitDocument.files(document);

        assertThat(files).containsOnlyKeys("create_task.json", "index.json", "schemas/Task.json");
        assertThat(files.get("create_task.json")).hasToString("""
                {"route":"POST /v1/tasks","operationId":"createTask"}""");
        assertThat(files.get("schemas/Task.json")).hasToString("{\"type\":\"object\"}");
        assertThat(files.get("index.json")).hasToString("""
                {"openapi":"3.1.0","paths":{"/v1/tasks":{"post":"create_task"}},"components":{"schemas":["Task"]}}""");
    }

    @Test
    void each_webhook_is_a_file() {
        var document = document("""
                "paths":{},"webhooks":{"task.created":{"post":{"operationId":"onTaskCreated"}}},"components":{}""");

        var files = SplitDocument.files(document);

        assertThat(files.get("webhooks/task.created.json")).hasToString("""
                {"post":{"operationId":"onTaskCreated"}}""");
        assertThat(files.get("index.json").path("webhooks")).hasToString("[\"task.created\"]");
    }

    @Test
    void two_operations_with_one_name_are_an_error() {
        var document = document("""
                "paths":{"/a":{"get":{"operationId":"getA"}},"/b":{"get":{"operationId":"getA"}}}""");

        assertThatThrownBy(() -> SplitDocument.files(document)).hasMessageContaining("get_a");
    }
}
