package dev.tollgate.gateway.mcp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.MultiMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which era a request belongs to, and which disagreements between headers and body are refused. */
class ProtocolErasTest {

    private static final String META = "\"io.modelcontextprotocol/protocolVersion\":\"%s\"";
    private static final String ABLE = ",\"io.modelcontextprotocol/clientCapabilities\":{}";

    @ParameterizedTest
    @CsvSource({"           , tools/list", "2025-06-18 , tools/list", "2025-11-25 , initialize", "           , ping"})
    void a_request_without_an_envelope_is_legacy(String header, String method) {
        assertThat(verdict(headers(header, null, null), method, "{}")).isEqualTo("legacy");
    }

    @ParameterizedTest
    @CsvSource({"2024-11-05", "2026-07-27", "v999.0.0", "''", "2026-07-28x"})
    void a_legacy_header_that_is_not_spoken_is_told_what_is(String header) {
        assertThat(verdict(headers(header, null, null), "tools/list", "{}")).isEqualTo("-32022");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-07-28 | tools/list | tools/list | | ",
                "2026-07-28 | server/discover | server/discover | | ",
                "2026-07-28 | tools/call | tools/call | get_task | get_task",
                "2026-07-28 | tools/call | tools/call | =?base64?Z2V0X3Rhc2s=?= | get_task",
                "2026-07-28 | tools/call | tools/call | =?base64?Z8O8?= | gü",
                "2026-07-28 | prompts/get | prompts/get | triage | triage",
                "2026-07-28 | tools/call | tools/call | | ",
                "2026-07-28 | tools/list | tools/list | anything | "
            })
    void a_modern_request_whose_headers_say_the_same_is_served(
            String header, String method, String methodHeader, String nameHeader, String name) {
        assertThat(verdict(headers(header, methodHeader, nameHeader), method, params("2026-07-28", name)))
                .isEqualTo("modern");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-07-28 | 2026-07-28 | tools/list | | ",
                "2026-07-28 | 2026-07-28 | TOOLS/CALL | get_task | get_task",
                "2026-07-28 | 2026-07-28 | tools/call, tools/call | get_task | get_task",
                "2026-07-28 | 2026-07-28 | tools/call | | get_task",
                "2026-07-28 | 2026-07-28 | tools/call | get_deal | get_task",
                "2026-07-28 | 2026-07-28 | tools/call | =?base64?Z2V0X3Rhc2s?= | get_deal",
                "2026-07-28 | 2026-07-28 | tools/call | =?base64?Z2V0!X3Rhc2s=?= | get_task",
                "2026-07-28 | 2026-07-28 | tools/call | =?base64?=?= | get_task",
                " | 2026-07-28 | tools/call | get_task | get_task",
                "2026-07-28 | v999.0.0 | tools/call | get_task | get_task",
                "2025-11-25 | 2026-07-28 | tools/call | get_task | get_task"
            })
    void a_modern_request_whose_headers_say_something_else_is_refused(
            String header, String claimed, String methodHeader, String nameHeader, String name) {
        assertThat(verdict(headers(header, methodHeader, nameHeader), "tools/call", params(claimed, name)))
                .isEqualTo("-32020");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2026-07-28 | tools/list | {}",
                "2026-07-28 | tools/list | {\"_meta\":{}}",
                "2026-07-28 | tools/list | {\"_meta\":[]}",
                "2027-01-01 | tools/list | {}",
                "2026-07-28 | tools/list | {\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}}",
                "2026-07-28 | tools/list | {\"_meta\":{\"io.modelcontextprotocol/clientCapabilities\":{}}}",
                " | server/discover | {}",
                "2025-11-25 | server/discover | {}",
                " | tools/list | {\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":7}}"
            })
    void a_modern_request_without_a_whole_envelope_is_refused(String header, String method, String params) {
        assertThat(verdict(headers(header, method, null), method, params)).isEqualTo("-32602");
    }

    @ParameterizedTest
    @CsvSource({"2027-01-01", "v999.0.0", "2025-11-25"})
    void a_modern_request_of_a_revision_that_is_not_spoken_is_told_what_is(String claimed) {
        assertThat(verdict(headers(claimed, "tools/list", null), "tools/list", params(claimed, null)))
                .isEqualTo("-32022");
    }

    private static String params(String claimed, String name) {
        var meta = "{\"_meta\":{" + META.formatted(claimed) + ABLE + '}';
        return name == null ? meta + '}' : meta + ",\"name\":\"" + name + "\"}";
    }

    private static MultiMap headers(String revision, String method, String name) {
        var headers = MultiMap.caseInsensitiveMultiMap();
        if (revision != null) {
            headers.add("mcp-protocol-version", revision);
        }
        if (method != null) {
            headers.add("MCP-METHOD", method);
        }
        if (name != null) {
            headers.add("mcp-name", name);
        }
        return headers;
    }

    private static String verdict(MultiMap headers, String method, String params) {
        try {
            var id = Json.MAPPER.readTree("1");
            var request = new JsonRpcMessage.Request(id, method, Json.MAPPER.readTree(params));
            return switch (ProtocolEras.of(headers, request)) {
                case ProtocolEras.Verdict.Served(boolean modern) -> modern ? "modern" : "legacy";
                case ProtocolEras.Verdict.Refused(McpReply.Fault fault) -> Integer.toString(fault.code());
            };
        } catch (JsonProcessingException wrongTest) {
            throw new IllegalArgumentException(wrongTest);
        }
    }
}
