package dev.tollgate.gateway.console.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.console.call.CallAnswer;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TargetsTest {

    private static Targets.Sight sight(Refusal refusal) {
        var problem = new Problems("https://api.example.org").problem(refusal, new RequestId(UUID.randomUUID()), null);
        return Targets.sight(new CallAnswer.Refused(problem), _ -> PageTarget.NONE);
    }

    @Test
    void a_target_over_the_rate_limit_is_refused_and_one_whose_name_is_hidden_is_shown_without() {
        assertThat(sight(new Refusal.RateLimited("Too many calls.", Duration.ofSeconds(1))))
                .isInstanceOf(Targets.Sight.Limited.class);
        assertThat(sight(new Refusal.RoleNotAllowed())).isEqualTo(new Targets.Sight.Seen(PageTarget.NONE));
    }
}
