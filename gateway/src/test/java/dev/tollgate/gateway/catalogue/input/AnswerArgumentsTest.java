package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.runtime.json.Json;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerArgumentsTest {

    private final AnswerArguments arguments = new AnswerArguments(List.of("title"), Json.MAPPER.createObjectNode());

    @Test
    void fields_are_read_as_they_are_named() {
        assertThat(arguments.of(naming(64), false).fields()).containsExactly("title");
    }

    /** They are read before the check refuses them. */
    @Test
    void more_fields_than_the_schema_allows_are_not_read() {
        assertThat(arguments.of(naming(65), false).fields()).isNull();
    }

    @Test
    void a_call_decides_for_itself_whatever_the_connection_asks_for() {
        var plain = Json.MAPPER.createObjectNode();

        assertThat(arguments.of(plain, true).detailed()).isTrue();
        assertThat(arguments.of(plain.put("detailed", false), true).detailed()).isFalse();
    }

    private static ObjectNode naming(int count) {
        var tree = Json.MAPPER.createObjectNode();
        Collections.nCopies(count, "title").forEach(tree.putArray("fields")::add);
        return tree;
    }
}
