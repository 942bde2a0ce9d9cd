package dev.tollgate.modules.bi.query.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.modules.bi.query.grammar.QueryFaults;
import dev.tollgate.records.report.FieldType;
import dev.tollgate.records.report.ReportField;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FieldLookupTest {

    /** What is told of so many wrong names, where a source has so many fields. */
    private static List<String> messages(int wrong, int fields) {
        var known = IntStream.range(0, fields)
                .mapToObj(number -> new ReportField("properties." + "x".repeat(60) + number, FieldType.TEXT))
                .toList();
        var faults = new QueryFaults();
        var lookup = new FieldLookup(SourceFields.of("orders", known, null, (_, _) -> null), FieldHashes.NONE, faults);
        IntStream.range(0, wrong).forEach(number -> lookup.group("query.path", "y".repeat(100) + number));
        return faults.told().stream().map(FieldError::message).toList();
    }

    @Test
    void three_wrong_names_of_a_query_are_compared_with_the_fields() {
        var messages = messages(28, 50);

        assertThat(messages).hasSize(28);
        assertThat(messages.subList(0, 3))
                .allSatisfy(message -> assertThat(message).contains("Nearest: properties."));
        assertThat(messages.subList(3, 28)).containsOnly("is no field of orders");
    }

    /** Ten definitions may have 2,000 properties. */
    @Test
    void wrong_names_are_not_compared_with_the_fields_of_many_definitions() {
        assertThat(messages(3, 2_000)).containsOnly("is no field of orders");
    }
}
