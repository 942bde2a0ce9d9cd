package dev.tollgate.gateway.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.runtime.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcMessageTest {

    @Test
    void a_request_keeps_its_id_as_it_was() throws Exception {
        var message = JsonRpcMessage.of(Json.MAPPER.readTree("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"method\":\"ping\"}"));

        assertThat(message).isInstanceOfSatisfying(JsonRpcMessage.Request.class, request -> {
            assertThat(request.method()).isEqualTo("ping");
            assertThat(request.id().textValue()).isEqualTo("7");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":1,\"message\":\"x\"}}"
            })
    void notifications_and_answers_want_none(String json) throws Exception {
        assertThat(JsonRpcMessage.of(Json.MAPPER.readTree(json))).isEqualTo(new JsonRpcMessage.OneWay());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
                "1",
                "{}",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":2}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":[]}",
                "{\"jsonrpc\":\"2.0\",\"id\":1}"
            })
    void anything_else_is_no_message(String json) throws Exception {
        assertThat(JsonRpcMessage.of(Json.MAPPER.readTree(json))).isInstanceOf(JsonRpcMessage.Invalid.class);
    }
}
