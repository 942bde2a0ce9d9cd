package dev.tollgate.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RoomTest {

    private static final UUID ACME = new UUID(1, 1);
    private static final UUID KEY = new UUID(2, 2);

    @Test
    void a_tenant_takes_no_more_places_than_its_cap() {
        var inFlight = InFlightLimiter.ofAppPlane(2, 9);

        assertThat(inFlight.refusal(ACME, null)).isNull();
        assertThat(inFlight.refusal(ACME, null)).isNull();
        assertThat(inFlight.refusal(ACME, null)).isNotNull();
    }

    @Test
    void a_place_given_back_can_be_taken_again() {
        var inFlight = InFlightLimiter.ofAppPlane(1, 9);
        assertThat(inFlight.refusal(ACME, null)).isNull();

        inFlight.left(ACME, null);

        assertThat(inFlight.refusal(ACME, null)).isNull();
        assertThat(inFlight.total()).isEqualTo(1);
    }

    @Test
    void a_refused_call_takes_no_place() {
        var inFlight = InFlightLimiter.ofAppPlane(1, 9);
        assertThat(inFlight.refusal(ACME, null)).isNull();

        assertThat(inFlight.refusal(ACME, null)).isNotNull();

        assertThat(inFlight.total()).isEqualTo(1);
    }

    @Test
    void an_agent_takes_no_more_places_than_its_cap_and_none_where_its_tenant_has_none() {
        var inFlight = InFlightLimiter.ofAppPlane(2, 1);
        assertThat(inFlight.refusal(ACME, KEY)).isNull();

        assertThat(inFlight.refusal(ACME, KEY)).isNotNull();
        assertThat(inFlight.refusal(ACME, new UUID(2, 3))).isNull();
        assertThat(inFlight.refusal(ACME, new UUID(2, 4))).isNotNull();
        inFlight.left(ACME, KEY);

        assertThat(inFlight.refusal(ACME, new UUID(2, 4))).isNull();
    }

    @Test
    void a_gateway_that_is_full_says_so_to_everybody_until_a_place_is_given_back() {
        var inFlight = InFlightLimiter.ofAppPlane(InFlightLimiter.TOTAL_MAX, 9);
        for (int at = 0; at < InFlightLimiter.TOTAL_MAX; at++) {
            assertThat(inFlight.refusal(ACME, null)).isNull();
        }

        assertThat(inFlight.refusal(new UUID(1, 2), null)).isInstanceOf(Refusal.ServiceUnavailable.class);
        assertThat(inFlight.total()).isEqualTo(InFlightLimiter.TOTAL_MAX);
        inFlight.left(ACME, null);

        assertThat(inFlight.refusal(new UUID(1, 2), null)).isNull();
    }

    @Test
    void people_leave_calls_of_the_control_plane_to_others_of_their_tenant_and_to_other_tenants() {
        var inFlight = InFlightLimiter.ofControlPlane();
        taken(inFlight, InFlightLimiter.CONTROL_PERSON_MAX, ACME, KEY);

        assertThat(inFlight.refusal(ACME, KEY)).isInstanceOf(Refusal.RateLimited.class);
        for (int person = 3; inFlight.refusal(ACME, new UUID(2, person)) == null; person++) {
            assertThat(person).isLessThan(InFlightLimiter.CONTROL_TENANT_MAX);
        }
        assertThat(inFlight.refusal(new UUID(1, 2), null)).isNull();
        assertThat(inFlight.total()).isEqualTo(InFlightLimiter.CONTROL_TENANT_MAX + 1);
    }

    @Test
    void operators_have_calls_of_the_control_plane_that_nobody_else_takes() {
        var inFlight = InFlightLimiter.ofControlPlane();
        for (int tenant = 1; tenant <= InFlightLimiter.CONTROL_WITHOUT_OPERATORS_MAX; tenant++) {
            assertThat(inFlight.refusal(new UUID(1, tenant), null)).isNull();
        }

        assertThat(inFlight.refusal(ACME, null)).isInstanceOf(Refusal.ServiceUnavailable.class);
        taken(inFlight, InFlightLimiter.CONTROL_TOTAL_MAX - InFlightLimiter.CONTROL_WITHOUT_OPERATORS_MAX, null, null);
        assertThat(inFlight.refusal(null, null)).isInstanceOf(Refusal.ServiceUnavailable.class);
    }

    private static void taken(InFlightLimiter inFlight, int times, UUID tenant, UUID caller) {
        for (int at = 0; at < times; at++) {
            assertThat(inFlight.refusal(tenant, caller)).isNull();
        }
    }

    @Test
    void a_credential_may_burst_a_second_of_four_times_its_limit() {
        var flood = new FloodBuckets();

        int admitted = 0;
        while (flood.refusal(KEY, 10, 0, 0) == null) {
            admitted++;
        }

        assertThat(admitted).isBetween(40, 41);
    }

    @Test
    void free_messages_have_room_of_their_own_however_small_the_limit() {
        var flood = new FloodBuckets();
        for (int free = 0; free < FloodBuckets.FREE_PER_SECOND_MIN; free++) {
            assertThat(flood.refusal(KEY, 1, FloodBuckets.FREE_PER_SECOND_MIN, 0))
                    .isNull();
        }

        int admitted = 0;
        while (flood.refusal(KEY, 1, FloodBuckets.FREE_PER_SECOND_MIN, 0) == null) {
            admitted++;
        }

        assertThat(admitted).isBetween(FloodBuckets.FACTOR, FloodBuckets.FACTOR + 1);
    }

    @Test
    void a_flood_is_forgiven_at_four_times_the_limit() {
        var flood = new FloodBuckets();
        int admitted = 0;
        while (flood.refusal(KEY, 10, 0, 0) == null) {
            admitted++;
        }
        assertThat(admitted).isPositive();

        var later = flood.refusal(KEY, 10, 0, TimeUnit.MILLISECONDS.toNanos(26));

        assertThat(later).isNull();
    }
}
