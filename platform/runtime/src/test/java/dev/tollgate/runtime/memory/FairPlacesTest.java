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
    void the_room_of_a_key_is_what_it_can_take() {
        for (int others = 0; others <= MOST; others++) {
            for (int own = 0; own <= MOST + 1 - others; own++) {
                var some = new FairPlaces<String>(MOST);
                some.add("others", others);
                some.add("own", own);

                int room = some.room("own");

                assertThat(room).as("%s of others, %s own", others, own).isEqualTo(taken(some, "own"));
            }
        }
    }

    @Test
    void the_room_of_a_key_in_places_that_are_not_divided_is_what_is_free() {
        var undivided = FairPlaces.<String>undivided(MOST);
        undivided.add("first", MOST - 1);

        assertThat(undivided.room("first")).isEqualTo(1);
    }

    @Test
    void a_key_that_may_take_no_other_place_is_full() {
        int first = taken(places, "first");
        places.add("second", 1);

        assertThat(places.full()).containsExactly("first");
        assertThat(places.room("first")).isZero();
        assertThat(first + places.room("second")).isLessThan(MOST);
    }

    @Test
    void what_is_taken_in_a_plan_is_not_taken() {
        places.add("first", 1);
        var plan = places.plan();

        plan.add("first", 2);

        assertThat(plan.of("first")).isEqualTo(3);
        assertThat(plan.all()).isEqualTo(3);
        assertThat(places.of("first")).isEqualTo(1);
        assertThat(places.all()).isEqualTo(1);
    }

    @Test
    void a_plan_knows_who_is_full_without_having_planned() {
        var _ = taken(places, "first");
        var plan = places.plan();

        plan.add("second", 1);

        assertThat(plan.full()).containsExactly("first");
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
