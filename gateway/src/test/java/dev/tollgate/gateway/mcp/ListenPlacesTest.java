package dev.tollgate.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListenPlacesTest {

    private static final int PROCESS_MAX = 6;
    private static final UUID ADA = new UUID(0, 1);
    private static final UUID BOB = new UUID(0, 2);

    private final ListenPlaces places = new ListenPlaces(PROCESS_MAX);

    @Test
    void a_full_process_refuses_whoever_comes_until_a_place_is_given_back() {
        for (int at = 0; at < PROCESS_MAX; at++) {
            assertThat(places.take(new UUID(1, at))).isNull();
        }
        assertThat(places.take(ADA)).isNotNull();

        places.give(new UUID(1, 0));

        assertThat(places.take(ADA)).isNull();
        assertThat(places.taken()).isEqualTo(PROCESS_MAX);
    }

    @Test
    void who_has_all_its_places_takes_none_of_the_others() {
        for (int at = 0; at < ListenPlaces.CREDENTIAL_MAX; at++) {
            assertThat(places.take(ADA)).isNull();
        }

        assertThat(places.take(ADA)).isNotNull();

        assertThat(places.take(BOB)).isNull();
        assertThat(places.take(BOB)).isNull();
        assertThat(places.taken()).isEqualTo(PROCESS_MAX);
    }
}
