package dev.tollgate.loadtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorSplitTest {

    @Test
    void every_processor_of_the_list_is_known() {
        assertThat(ProcessorSplit.listed("pid 4711's current affinity list: 0-2,5,8-9"))
                .containsExactly("0", "1", "2", "5", "8", "9");
        assertThat(ProcessorSplit.listed("pid 4711's current affinity list: 3")).containsExactly("3");
    }

    @Test
    void the_measured_process_shares_no_processor_with_the_others() {
        var three = List.of("0", "1", "5");

        assertThat(ProcessorSplit.firstHalf(three)).containsExactly("0");
        assertThat(ProcessorSplit.secondHalf(three)).containsExactly("1", "5");
    }
}
