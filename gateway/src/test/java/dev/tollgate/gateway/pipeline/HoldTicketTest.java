package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.gateway.credential.Credential;
import dev.tollgate.money.hold.HoldRequest;
import dev.tollgate.money.hold.RateLimit;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HoldTicketTest {

    private static final TenantId ACME = new TenantId(new UUID(1, 1));
    private static final List<RateLimit> RATES = List.of(new RateLimit(RateLimit.TENANT, 5));

    private static Credential credential(Integer callsPerSecond) {
        var actor = new Actor(Actor.Kind.API_KEY, "key_1", "tester");
        return new Credential(new UUID(2, 1), actor, Surface.REST, null, Set.of(), callsPerSecond, null, false);
    }

    @Test
    void calls_of_the_same_cost_ask_for_the_same_hold() {
        var ticket = new HoldTicket(credential(null), ACME, RATES);

        assertThat(ticket.of(20)).isSameAs(ticket.of(20)).isEqualTo(new HoldRequest(ACME, 20, RATES));
        assertThat(ticket.of(150)).isEqualTo(new HoldRequest(ACME, 150, RATES));
    }

    @Test
    void a_credential_that_has_changed_has_another_ticket() {
        var ticket = new HoldTicket(credential(null), ACME, RATES);

        assertThat(ticket.isFor(credential(null), ACME)).isTrue();
        assertThat(ticket.isFor(credential(3), ACME)).isFalse();
        assertThat(ticket.isFor(credential(null), new TenantId(new UUID(1, 2)))).isFalse();
    }

    @Test
    void every_cost_is_asked_for_also_beyond_those_that_are_kept() {
        var ticket = new HoldTicket(credential(null), ACME, RATES);

        assertThat(LongStream.rangeClosed(1, 100)
                        .map(micros -> ticket.of(micros).costMicros()))
                .containsExactly(LongStream.rangeClosed(1, 100).boxed().toArray(Long[]::new));
    }
}
