package dev.tollgate.gateway.mcp.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.records.ModuleProvider;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Arguments that the description of a tool shows are sent by agents as they are. */
class DescribedExamplesTest {

    private static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());
    private static final Pattern BEGINNING = Pattern.compile("\\{(?=\")");

    static Stream<Arguments> examples() {
        return CATALOGUE.tools().entrySet().stream()
                .flatMap(tool -> objects(tool.getValue().operation().description()).stream()
                        .map(example -> Arguments.of(tool.getKey(), example)));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void arguments_in_a_description_are_taken_as_they_are_written(String tool, String example) throws Exception {
        JsonNode arguments = new ObjectMapper().readTree(example);

        var read = Objects.requireNonNull(CATALOGUE.tools().get(tool).tool()).read(arguments);

        assertThat(read).isInstanceOf(ParsedInput.Valid.class);
    }

    @Test
    void the_description_of_query_insights_shows_two() {
        assertThat(examples().filter(example -> example.get()[0].equals("query_insights")))
                .hasSize(2);
    }

    /** What begins like a JSON object, up to the brace that closes it. */
    private static List<String> objects(String text) {
        return BEGINNING
                .matcher(text)
                .results()
                .map(MatchResult::start)
                .filter(start -> depth(text.substring(0, start)) == 0)
                .map(start -> text.substring(start, end(text, start)))
                .toList();
    }

    private static int end(String text, int start) {
        int end = start + 1;
        while (end < text.length() && depth(text.substring(start, end)) > 0) {
            end++;
        }
        return end;
    }

    private static long depth(String text) {
        return text.chars().filter(letter -> letter == '{').count()
                - text.chars().filter(letter -> letter == '}').count();
    }
}
