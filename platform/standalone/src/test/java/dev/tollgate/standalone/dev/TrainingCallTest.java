package dev.tollgate.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingCallTest {

    private static final String DOCUMENT = """
            {"paths": {
              "/v1/notes/{id}": {
                "delete": {"operationId": "deleteNote"},
                "get": {"operationId": "getNote"}},
              "/v1/notes": {
                "get": {"operationId": "listNotes"},
                "post": {"operationId": "createNote",
                         "requestBody": {"content": {"application/json": {"example": {"text": "hello"}}}}}}}}
            """;

    @Test
    void records_are_created_then_listed_then_read_then_deleted() throws Exception {
        var calls = TrainingCall.of(Json.MAPPER.readTree(DOCUMENT));

        assertThat(calls)
                .extracting(TrainingCall::tool)
                .containsExactly("create_note", "list_notes", "get_note", "delete_note");
    }

    @Test
    void a_path_needs_an_id_of_the_collection_before_it() {
        var get = new TrainingCall("GET", "/v1/tickets/{ticket_id}/messages/{id}", "get_message", null);

        assertThat(get.path(Map.of("/v1/tickets", "tkt_1"))).isNull();
        assertThat(get.path(Map.of("/v1/tickets", "tkt_1", "/v1/tickets/{ticket_id}/messages", "msg_1")))
                .isEqualTo("/v1/tickets/tkt_1/messages/msg_1");
    }

    @Test
    void a_tool_gets_the_example_and_the_id() throws Exception {
        var update = new TrainingCall(
                "PATCH", "/v1/notes/{id}", "update_note", Json.MAPPER.readTree("{\"text\": \"hello\"}"));

        assertThat(update.arguments(Map.of("/v1/notes", "not_1")).toString())
                .isEqualTo("{\"text\":\"hello\",\"id\":\"not_1\"}");
    }
}
