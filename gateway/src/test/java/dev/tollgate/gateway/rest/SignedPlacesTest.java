package dev.tollgate.gateway.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SignedPlacesTest {

    private static final String OPERATION = "report";

    private final SignedPlaces places = new SignedPlaces();
    private final List<Integer> lost = new ArrayList<>();

    @Test
    void the_message_that_is_read_for_the_longest_loses_its_place() {
        var taken = taken();

        assertThat(take(SignedPlaces.MAX)).isNotNull();
        taken.getFirst().give();
        assertThat(take(SignedPlaces.MAX + 1)).isNotNull();

        assertThat(lost).containsExactly(0, 1);
    }

    @Test
    void a_message_that_is_being_answered_loses_no_place() {
        taken().forEach(SignedPlaces.Place::keep);

        assertThat(take(SignedPlaces.MAX)).isNull();
        assertThat(lost).isEmpty();
    }

    @Test
    void a_place_that_is_given_back_is_free() {
        var taken = taken();
        taken.forEach(SignedPlaces.Place::keep);

        taken.getLast().give();

        assertThat(take(SignedPlaces.MAX)).isNotNull();
        assertThat(lost).isEmpty();
    }

    @Test
    void messages_of_another_operation_have_places_of_their_own() {
        var _ = taken();

        assertThat(places.take("other", () -> lost.add(-1))).isNotNull();
        assertThat(lost).isEmpty();
    }

    private List<SignedPlaces.Place> taken() {
        var taken = new ArrayList<SignedPlaces.Place>();
        for (int number = 0; number < SignedPlaces.MAX; number++) {
            taken.add(Objects.requireNonNull(take(number)));
        }
        return taken;
    }

    private SignedPlaces.@Nullable Place take(int number) {
        return places.take(OPERATION, () -> lost.add(number));
    }
}
