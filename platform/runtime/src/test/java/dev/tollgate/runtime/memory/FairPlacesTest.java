package dev.tollgate.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairPlacesTest {

    private static final int MOST = 128;

    private final FairPlaces<String> places = new FairPlaces<>(MOST);

    @Test
    void a_key_leaves_a_quarter_to_others_and_these_leave_some_again() {
        assertThat(taken(places, "first")).isEqualTo(96);
        assertThat(taken(places, "second")).isEqualTo(7);
        assertThat(taken(places, "third")).isEqualTo(5);
        assertThat(taken(places, "first")).isZero();
    }

    @Test
    void keys_that_take_places_in_turn_get_equal_parts() {
        for (int turn = 0; turn < MOST; turn++) {
            for (var key : new String[] {"a", "b", "c"}) {
                if (places.hasRoom(key)) {
                    places.add(key, 1);
                }
            }
        }

        assertThat(places.of("a")).isEqualTo(places.of("b")).isEqualTo(places.of("c"));
    }

    @Test
    void a_place_that_is_given_back_is_free() {
        int first = taken(places, "first");
        places.add("first", -first);

        assertThat(places.all()).isZero();
        assertThat(taken(places, "second")).isEqualTo(first);
    }

    @Test
    void the_only_place_goes_to_who_asks() {
        assertThat(taken(new FairPlaces<>(1), "one")).isEqualTo(1);
    }

    private static int taken(FairPlaces<String> of, String key) {
        int taken = 0;
        while (of.hasRoom(key)) {
            of.add(key, 1);
            taken++;
        }
        return taken;
    }
}
