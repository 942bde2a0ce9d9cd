package dev.tollgate.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final long LIFE = Duration.ofSeconds(10).toNanos();

    private final List<String> ended = new ArrayList<>();
    private final Deadlines deadlines = new Deadlines(Duration.ofSeconds(10));

    private final class Named extends Deadlines.Watched {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        protected void timeUp() {
            ended.add(name);
        }
    }

    @Test
    void a_call_ends_when_its_time_is_up_and_not_before() {
        deadlines.join(new Named("first"), 0);
        deadlines.join(new Named("second"), 5);

        deadlines.tick(LIFE + 4);

        assertThat(ended).containsExactly("first");
    }

    @Test
    void a_call_that_has_left_is_left_alone() {
        var first = new Named("first");
        var second = new Named("second");
        deadlines.join(first, 0);
        deadlines.join(second, 0);
        deadlines.join(new Named("third"), 0);
        deadlines.leave(second);
        deadlines.leave(first);

        deadlines.tick(LIFE);

        assertThat(ended).containsExactly("third");
    }

    @Test
    void a_call_that_joins_late_ends_when_its_own_time_is_up() {
        var quick = new Named("quick");
        deadlines.join(quick, 7);
        deadlines.join(new Named("slow"), 8);
        deadlines.join(new Named("late"), 2);
        deadlines.join(new Named("later"), 1);

        deadlines.tick(LIFE + 2);
        deadlines.leave(quick);
        deadlines.tick(LIFE + 8);

        assertThat(ended).containsExactly("later", "late", "slow");
    }

    @Test
    void leaving_twice_does_nothing() {
        var only = new Named("only");
        deadlines.join(only, 0);
        deadlines.leave(only);
        deadlines.leave(only);

        deadlines.tick(LIFE);

        assertThat(ended).isEmpty();
    }
}
