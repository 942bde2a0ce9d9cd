package dev.tollgate.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class LruMapTest {

    private static final int MAX = 3;

    @Test
    void no_more_entries_are_kept_than_it_was_made_for() {
        var kept = new LruMap<Integer, String>(MAX);

        for (int number = 0; number <= MAX; number++) {
            kept.put(number, "");
        }

        assertThat(kept).containsOnlyKeys(1, 2, 3);
    }

    @Test
    void an_entry_that_was_asked_for_outlives_one_that_was_not() {
        var kept = new LruMap<Integer, String>(MAX);
        kept.put(0, "");
        kept.put(1, "");
        kept.put(2, "");

        kept.get(0);
        kept.put(3, "");

        assertThat(kept).containsKey(0);
    }

    @Test
    void a_value_that_makes_room_for_another_is_given_once_more() {
        var forgotten = new ArrayList<String>();
        var kept = new LruMap<Integer, String>(2, forgotten::add);
        kept.put(0, "removed");
        kept.put(1, "replaced");
        kept.put(1, "first");

        kept.remove(0);
        kept.put(2, "second");
        kept.put(3, "third");

        assertThat(forgotten).containsExactly("first");
    }
}
