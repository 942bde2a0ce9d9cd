package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.money.hold.Verdict;
import org.junit.jupiter.api.Test;

class MeteringTest {

    private static final int ONE_PER_SECOND = 1;

    @Test
    void an_operator_and_a_person_of_the_same_name_do_not_share_a_rate() {
        var bench = new RunBench();
        var _ = bench.onLoop(() -> bench.hold(Actor.Kind.OPERATOR, "ada", ONE_PER_SECOND));

        var verdict = bench.onLoop(() -> bench.hold(Actor.Kind.SUBJECT, "ada", ONE_PER_SECOND));

        assertThat(verdict).isInstanceOf(Verdict.Admitted.class);
    }
}
