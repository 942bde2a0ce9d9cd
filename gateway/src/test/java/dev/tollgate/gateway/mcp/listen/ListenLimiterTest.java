package dev.tollgate.gateway.mcp.listen;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListenLimiterTest {

    private static final int PROCESS_MAX = 6;
    private static final int TENANT_MAX = 5;
    private static final UUID ACME = new UUID(0, 1);
    private static final UUID GLOBEX = new UUID(0, 2);

    private final ListenLimiter limiter = new ListenLimiter(PROCESS_MAX, TENANT_MAX);
    private final List<ListenLimiter.Slot> evicted = new ArrayList<>();
    private long clients;

    @Test
    void a_tenant_has_no_more_streams_than_its_bound_however_many_clients_it_makes() {
        for (int at = 0; at < TENANT_MAX; at++) {
            assertThat(limiter.take(place(ACME))).isNull();
        }

        assertThat(limiter.take(place(ACME))).isNotNull();
        assertThat(limiter.take(place(GLOBEX))).isNull();
    }

    @Test
    void a_full_process_gives_a_place_of_the_largest_tenant_to_one_that_has_fewer() {
        var largest = take(ACME, TENANT_MAX);
        take(GLOBEX, 1);

        assertThat(limiter.take(place(GLOBEX))).isNull();

        assertThat(evicted).containsExactly(largest.getLast());
        assertThat(limiter.taken()).isEqualTo(PROCESS_MAX);
    }

    @Test
    void nobody_is_evicted_where_the_shares_are_fair() {
        take(ACME, 3);
        take(GLOBEX, 3);

        assertThat(limiter.take(place(GLOBEX))).isNotNull();
        assertThat(limiter.take(place(ACME))).isNotNull();
        assertThat(evicted).isEmpty();
    }

    @Test
    void a_place_that_was_given_away_is_not_given_back_twice() {
        var largest = take(ACME, TENANT_MAX);
        take(GLOBEX, 2);

        limiter.give(largest.getLast());

        assertThat(limiter.taken()).isEqualTo(PROCESS_MAX);
    }

    @Test
    void a_place_that_is_given_back_is_free() {
        take(ACME, 3);
        var last = take(GLOBEX, 3).getLast();

        limiter.give(last);

        assertThat(limiter.take(place(GLOBEX))).isNull();
    }

    @Test
    void a_credential_has_its_own_bound() {
        for (int at = 0; at < ListenLimiter.CREDENTIAL_MAX; at++) {
            assertThat(limiter.take(place(ACME, ACME))).isNull();
        }

        assertThat(limiter.take(place(ACME, ACME))).isNotNull();
        assertThat(limiter.take(place(ACME))).isNull();
    }

    @CanIgnoreReturnValue
    private List<ListenLimiter.Slot> take(UUID tenant, int streams) {
        var taken = new ArrayList<ListenLimiter.Slot>();
        for (int at = 0; at < streams; at++) {
            var place = place(tenant);
            assertThat(limiter.take(place)).isNull();
            taken.add(place);
        }
        return taken;
    }

    private ListenLimiter.Slot place(UUID tenant) {
        return place(tenant, new UUID(1, clients++));
    }

    private ListenLimiter.Slot place(UUID tenant, UUID credential) {
        var self = new ListenLimiter.Slot[1];
        self[0] = new ListenLimiter.Slot(tenant, credential, () -> evicted.add(self[0]));
        return self[0];
    }
}
