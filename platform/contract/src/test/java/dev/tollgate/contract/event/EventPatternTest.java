package dev.tollgate.contract.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventPatternTest {

    @ParameterizedTest
    @CsvSource({
        "contact.created, contact.created, crm, true",
        "contact.created, contact.created_twice, crm, false",
        "contact.*, contact.created, crm, true",
        "crm.*, contact.created, crm, true",
        "crm.*, task.created, tasks, false",
        "task.*, task.created, tasks, true",
        "tasks.*, task.created, tasks, true",
        "task.*, task_list.created, tasks, false",
        "con.*, contact.created, crm, false",
        "webhook.*, webhook.endpoint_failing, integrations, true"
    })
    void a_pattern_wants_one_type_or_all_of_a_module_or_of_a_resource(
            String pattern, String type, String module, boolean wanted) {
        assertThat(new EventPattern(pattern).matches(type, module)).isEqualTo(wanted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "*.*", "task", "task.", ".created", "Task.created", "task.cre*", "task.*.*", "t\nask.*"
            })
    void anything_else_is_no_pattern(String text) {
        assertThat(EventPattern.parse(text)).isEmpty();
    }

    @Test
    void a_pattern_is_bounded() {
        assertThat(EventPattern.parse("a".repeat(EventPattern.CHARS_MAX) + ".*"))
                .isEmpty();
    }
}
