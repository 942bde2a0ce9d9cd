package dev.tollgate.loadtest.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.JsonTrees;
import org.junit.jupiter.api.Test;

class CostsTest {

    @Test
    void a_task_costs_what_is_sent_and_what_is_read() {
        var run = read("""
                {"task":"say hello","sent":["hello world","hello"],"read":["hello world again"]}""");

        assertThat(TaskCost.of(run)).isEqualTo(new TaskCost("say hello", 2, 3, 3));
    }

    @Test
    void a_list_costs_its_text_by_the_tool() {
        var cost = ToolListCost.of(read("[\"hello\",\"world\"]"));

        assertThat(cost.tools()).isEqualTo(2);
        assertThat(cost.bytes()).isEqualTo(17);
        assertThat(cost.tokensPerTool()).isEqualTo(cost.tokens() / 2.0);
    }

    /** Special words of a tokenizer in a text are text. */
    @Test
    void a_text_that_names_the_end_of_a_text_is_counted() {
        assertThat(TokenCounter.tokens("<|endoftext|>")).isGreaterThan(1);
    }

    private static JsonNode read(String text) {
        return JsonTrees.read(text);
    }
}
