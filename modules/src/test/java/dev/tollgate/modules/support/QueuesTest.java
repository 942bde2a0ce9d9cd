package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.support.QueueOperations.NewQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names, hours and targets of queues. */
class QueuesTest extends TicketTests {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'time_zone': 'Europe/Olso' | time_zone",
                "'business_hours': [{'day': 'monday', 'from': '09:00', 'to': '13:00'}] | business_hours",
                "'business_hours': [{'day': 'monday', 'from': '17:00', 'to': '09:00'}] | business_hours[0].to",
                "'business_hours': [{'day': 'monday', 'from': '08:00', 'to': '12:00'}, {'day': 'monday', 'from': '11:00', 'to': '17:00'}] | business_hours[1]",
                "'pause_on': ['pending'] | pause_on",
                "'targets': [{'priority': 'low', 'resolution': 5}, {'priority': 'low', 'first_response': 5}] | targets"
            })
    void a_queue_with_impossible_hours_or_targets_is_refused(String field, String fault) {
        var input = Cases.input(NewQueue.class, "{'name': 'Care', " + field + "}");

        assertThat(desk.faults(QueueOperations.CREATE, cases.caller(), input)).containsExactly(fault);
    }

    @Test
    void the_name_of_a_queue_is_unique_in_its_workspace() {
        var care = cases.queue("Care");
        var other = cases.queue("Other");
        var again = Cases.input(NewQueue.class, "{'name': 'Care'}");

        assertThat(desk.refusal(QueueOperations.CREATE, cases.caller(), again))
                .isInstanceOf(Refusal.Conflict.class)
                .extracting(Refusal::detail)
                .asString()
                .contains("name");
        assertThat(desk.refusal(
                        QueueOperations.UPDATE,
                        cases.caller(),
                        Cases.input(QueueOperations.QueuePatch.class, "{'id': '" + other.id() + "', 'name': 'Care'}")))
                .isInstanceOf(Refusal.Conflict.class);
        assertThat(new Cases(desk, desk.stranger()).queue("Care").id()).isNotEqualTo(care.id());
    }
}
