package dev.tollgate.records.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.TenantId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LockWaitsTest {

    private final LockWaits waits = new LockWaits(8);

    private static Caller person(int tenant) {
        return of(Actor.Kind.SUBJECT, tenant);
    }

    private static Caller operator() {
        return of(Actor.Kind.OPERATOR, 1);
    }

    private static Caller of(Actor.Kind kind, int tenant) {
        return new Caller(new Actor(kind, "ada", "ada"), new TenantId(new UUID(1, tenant)), null);
    }

    @Test
    void others_leave_waits_to_operators_and_these_half_of_the_connections() {
        assertThat(waits.begin(person(1))).isTrue();
        assertThat(waits.begin(of(Actor.Kind.SYSTEM, 1))).isTrue();
        assertThat(waits.begin(of(Actor.Kind.SYSTEM, 2))).isFalse();
        assertThat(waits.begin(person(3))).isFalse();
        assertThat(waits.begin(operator())).isTrue();
        assertThat(waits.begin(operator())).isTrue();
        assertThat(waits.begin(operator())).isFalse();

        waits.end(person(1));

        assertThat(waits.begin(person(3))).isFalse();
        assertThat(waits.begin(operator())).isTrue();
    }

    @Test
    void people_of_a_tenant_wait_one_at_a_time_and_so_do_its_payments() {
        assertThat(waits.begin(person(1))).isTrue();
        assertThat(waits.begin(person(1))).isFalse();
        waits.end(person(1));
        assertThat(waits.begin(person(1))).isTrue();
        waits.end(person(1));

        assertThat(waits.begin(of(Actor.Kind.SYSTEM, 1))).isTrue();
        assertThat(waits.begin(of(Actor.Kind.SYSTEM, 1))).isFalse();
    }

    @Test
    void an_operator_may_wait_however_few_connections_there_are() {
        var few = new LockWaits(1);

        assertThat(few.begin(person(1))).isFalse();
        assertThat(few.begin(operator())).isTrue();
    }
}
