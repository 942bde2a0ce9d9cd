package dev.tollgate.loadtest.agents;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;

/**
 * What one task costs a model, apart from the list of tools.
 *
 * @param calls messages to tools, searches for them included
 * @param sentTokens names and arguments that the model writes
 * @param readTokens answers that it reads
 */
record TaskCost(String task, int calls, int sentTokens, int readTokens) {

    /** Of a task as {@code tasks.mjs} reports it: its name, what was sent and what was read. */
    static TaskCost of(JsonNode run) {
        return new TaskCost(
                run.path("task").asText(), run.path("sent").size(), tokens(run.path("sent")), tokens(run.path("read")));
    }

    private static int tokens(JsonNode texts) {
        return StreamSupport.stream(texts.spliterator(), false)
                .mapToInt(text -> TokenCounter.tokens(text.asText()))
                .sum();
    }

    int tokens() {
        return sentTokens + readTokens;
    }
}
