package dev.tollgate.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private final FairQueue<String, Integer> queue = new FairQueue<>();

    @Test
    void a_key_with_many_values_delays_another_by_one() {
        IntStream.range(0, 1_000).forEach(value -> queue.add("many", value));
        queue.add("one", 5_000);

        List<Integer> left = List.of(queue.poll(), queue.poll(), queue.poll());

        assertThat(left).containsExactly(0, 5_000, 1);
        assertThat(queue.size()).isEqualTo(998);
    }

    @Test
    void values_of_a_key_leave_in_the_order_in_which_they_came() {
        IntStream.range(0, 4).forEach(value -> queue.add("a", value));

        assertThat(List.of(queue.poll(), queue.poll(), queue.poll(), queue.poll()))
                .containsExactly(0, 1, 2, 3);
        assertThat(queue.poll()).isNull();
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void a_key_that_comes_back_takes_its_turn_behind_those_that_wait() {
        queue.add("a", 1);
        queue.add("b", 2);
        queue.add("c", 3);
        assertThat(queue.poll()).isEqualTo(1);

        queue.add("a", 4);

        assertThat(List.of(queue.poll(), queue.poll(), queue.poll())).containsExactly(2, 3, 4);
    }

    @Test
    void a_value_that_is_put_back_is_the_next_again() {
        queue.add("a", 1);
        queue.add("a", 2);
        queue.add("b", 3);
        queue.add("c", 4);
        assertThat(List.of(queue.poll(), queue.poll())).containsExactly(1, 3);

        queue.putBack("a", 1);
        queue.putBack("b", 3);

        assertThat(List.of(queue.poll(), queue.poll(), queue.poll(), queue.poll()))
                .containsExactly(3, 1, 4, 2);
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void heads_are_removed_up_to_the_first_that_stays() {
        queue.add("a", 1);
        queue.add("a", 9);
        queue.add("a", 2);
        queue.add("b", 3);

        List<Integer> removed = queue.removeHeads(value -> value < 5);

        assertThat(removed).containsExactly(1, 3);
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.contains("b")).isFalse();
    }
}
