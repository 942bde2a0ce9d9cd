package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import com.knuddels.jtokkit.api.EncodingType;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.EntitlementKey;
import dev.tollgate.gateway.mcp.list.ToolForm;
import dev.tollgate.gateway.mcp.tool.ToolInstructions;
import dev.tollgate.gateway.mcp.tool.ToolLists;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What lists cost in the context of a model, by a tokenizer of one (o200k). */
class ToolTokensTest {

    private static final Logger LOGGER = LoggerFactory.getLogger(ToolTokensTest.class);

    private static final int TOOL_MEAN_MAX = 160;
    private static final int TOOL_MAX = 360;
    private static final int ALL_MAX = 25_000;
    private static final int DISCOVERY_MAX = 600;
    private static final int INSTRUCTIONS_MAX = 450;

    /** Those of the demo agent. */
    private static final String FOUNDER =
            "support:read support:write crm:read crm:write tasks:read tasks:write cms:read"
                    + " cms:write assets:read activity:read activity:write bi:read";

    private static final Encoding TOKENIZER =
            Encodings.newLazyEncodingRegistry().getEncoding(EncodingType.O200K_BASE);
    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final ToolLists LISTS = new ToolLists(CATALOGUE, new byte[32]);

    static List<JsonNode> tools() throws IOException {
        return ToolsGolden.all(CATALOGUE, ToolForm.PLAIN);
    }

    @ParameterizedTest
    @MethodSource("tools")
    void no_tool_is_long(JsonNode tool) {
        assertThat(tokens(tool)).as(tool.toString()).isLessThanOrEqualTo(TOOL_MAX);
    }

    @Test
    void a_tool_is_short_on_average_and_all_fit_into_a_corner_of_a_context() throws IOException {
        var tokens = tools().stream().mapToInt(ToolTokensTest::tokens).summaryStatistics();

        assertThat(tokens.getAverage()).isLessThanOrEqualTo(TOOL_MEAN_MAX);
        assertThat(tokens.getSum()).isLessThanOrEqualTo(ALL_MAX);
    }

    @Test
    void the_list_of_a_founder_is_as_short_as_its_tools() {
        var scopes = Stream.of(FOUNDER.split(" ", -1)).map(Scope::new).toList();
        var founder = new EntitlementKey(-1, CATALOGUE.scopes().mask(scopes));

        int plain = list("founder", ToolForm.PLAIN, founder);
        long offered =
                CATALOGUE.tools().values().stream().filter(founder::covers).count();

        assertThat(plain).isLessThanOrEqualTo((int) offered * TOOL_MEAN_MAX);
        assertThat(list("founder with output schemas", new ToolForm(false, true, false), founder))
                .isGreaterThan(plain);
    }

    @Test
    void discovery_and_instructions_are_shorter_than_a_page() {
        assertThat(list("discovery", new ToolForm(true, false, false), EntitlementKey.ALL))
                .isLessThanOrEqualTo(DISCOVERY_MAX);
        assertThat(TOKENIZER.countTokens(ToolInstructions.TEXT)).isLessThanOrEqualTo(INSTRUCTIONS_MAX);
    }

    /** The tokens of all pages of a list. */
    private static int list(String whose, ToolForm form, EntitlementKey reach) {
        int bytes = 0;
        int tokens = 0;
        int tools = 0;
        for (var after = ""; after != null; ) {
            var json = new String(LISTS.page(reach, form, after).json(), StandardCharsets.UTF_8);
            var page = page(json);
            bytes += json.length();
            tokens += TOKENIZER.countTokens(json);
            tools += page.path("tools").size();
            after = page.has("nextCursor")
                    ? page.at("/tools/" + (page.path("tools").size() - 1) + "/name")
                            .asText()
                    : null;
        }
        LOGGER.atInfo()
                .addKeyValue("list", whose)
                .addKeyValue("tools", tools)
                .addKeyValue("bytes", bytes)
                .addKeyValue("tokens", tokens)
                .log("tools listed");
        return tokens;
    }

    private static JsonNode page(String members) {
        try {
            return Json.MAPPER.readTree('{' + members + '}');
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException(broken);
        }
    }

    private static int tokens(JsonNode tool) {
        return TOKENIZER.countTokens(tool.toString());
    }
}
