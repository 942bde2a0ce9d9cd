package dev.tollgate.money.hold;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HoldPatienceTest {

    private static final long ASKED = 1_000;
    private static final long LATE = ASKED + Holds.ANSWER_TIMEOUT.toNanos();

    private final HoldPatience patience = new HoldPatience();

    @Test
    void a_server_that_is_slow_is_waited_for() {
        patience.asked(ASKED);

        assertThat(patience.of(LATE - 1)).isEqualTo(Holds.ANSWER_TIMEOUT);
    }

    @Test
    void a_server_that_left_a_call_without_an_answer_is_waited_for_less_until_it_answers() {
        patience.asked(ASKED);

        assertThat(patience.of(LATE)).isEqualTo(Holds.AWAY_TIMEOUT);
        patience.answered();
        assertThat(patience.of(LATE + 1)).isEqualTo(Holds.ANSWER_TIMEOUT);
    }

    @Test
    void a_lost_connection_is_no_answer() {
        patience.asked(ASKED);
        assertThat(patience.of(LATE)).isEqualTo(Holds.AWAY_TIMEOUT);

        patience.failed();

        assertThat(patience.of(LATE + 1)).isEqualTo(Holds.AWAY_TIMEOUT);
    }

    @Test
    void time_in_which_the_loop_did_not_run_does_not_make_a_server_away() {
        patience.asked(ASKED);

        patience.extend(10);

        assertThat(patience.of(LATE + 9)).isEqualTo(Holds.ANSWER_TIMEOUT);
        assertThat(patience.of(LATE + 10)).isEqualTo(Holds.AWAY_TIMEOUT);
    }
}
