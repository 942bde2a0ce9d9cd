package dev.tollgate.blobs.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.blobs.Loop;
import dev.tollgate.blobs.check.ScanPlaces.Place;
import dev.tollgate.contract.caller.TenantId;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ScanPlacesTest {

    private static final Duration LONG = Duration.ofHours(1);
    private static final TenantId ONE = tenant(1);
    private static final TenantId OTHER = tenant(2);

    private final Loop loop = new Loop();
    private final ScanPlaces places = new ScanPlaces(loop.vertx, LONG, LONG);

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void a_tenant_with_many_scans_leaves_places_to_others() {
        var many = asked(places, ONE, ScanPlaces.TENANT_MAX + ScanPlaces.TENANT_WAITING_MAX);

        var other = asked(places, OTHER, ScanPlaces.TENANT_MAX);

        assertThat(taken(many)).isEqualTo(ScanPlaces.TENANT_MAX);
        assertThat(taken(other)).isEqualTo(ScanPlaces.TENANT_MAX);
    }

    @Test
    void tenants_with_many_scans_leave_places_to_others_also_together() {
        for (int i = 1; i <= ScanPlaces.MAX / ScanPlaces.TENANT_MAX; i++) {
            var _ = asked(places, tenant(i), ScanPlaces.TENANT_MAX);
        }

        assertThat(taken(asked(places, tenant(9), 1))).isEqualTo(1);
    }

    @Test
    void tenants_with_many_scans_that_wait_leave_room_to_others_also_together() {
        for (int i = 1; i <= 3; i++) {
            var _ = asked(places, tenant(i), ScanPlaces.TENANT_MAX + ScanPlaces.TENANT_WAITING_MAX);
        }

        var other = asked(places, tenant(9), ScanPlaces.TENANT_MAX + 1);

        assertThat(other.getFirst().await()).isEqualTo(Place.TAKEN);
        assertThat(other.getLast().isComplete()).isFalse();
    }

    @Test
    void all_tenants_together_have_so_many_places_and_the_rest_waits() {
        List<Future<Place>> all = new ArrayList<>();
        for (int i = 1; i <= ScanPlaces.MAX; i++) {
            all.addAll(asked(places, tenant(i), ScanPlaces.TENANT_MAX));
        }

        assertThat(taken(all)).isEqualTo(ScanPlaces.MAX);
        assertThat(all.stream().filter(Future::isComplete)).hasSize(ScanPlaces.MAX);
    }

    @Test
    void a_tenant_may_have_only_so_many_scans_waiting() {
        var _ = asked(places, ONE, ScanPlaces.TENANT_MAX + ScanPlaces.TENANT_WAITING_MAX);

        var beyond = asked(places, ONE, 1).getFirst();

        assertThat(loop.await(() -> beyond)).isEqualTo(Place.TENANT_FULL);
    }

    @Test
    void a_place_that_is_given_back_goes_to_the_scan_that_waits() {
        var all = asked(places, ONE, ScanPlaces.TENANT_MAX + 1);

        ended(ONE, false);

        assertThat(loop.await(all::getLast)).isEqualTo(Place.TAKEN);
    }

    @Test
    void a_scan_that_was_given_up_keeps_its_place_while_the_scanner_may_go_on() {
        var all = asked(places, ONE, ScanPlaces.TENANT_MAX + 1);

        ended(ONE, true);
        ended(ONE, true);

        assertThat(taken(all)).isEqualTo(ScanPlaces.TENANT_MAX);
        assertThat(all.getLast().isComplete()).isFalse();
    }

    @Test
    void the_place_of_a_scan_that_was_given_up_is_free_again_in_the_end() {
        var soon = new ScanPlaces(loop.vertx, LONG, Duration.ofMillis(20));
        var all = asked(soon, ONE, ScanPlaces.TENANT_MAX + 1);

        loop.run(() -> {
            soon.ended(ONE, true);
            return Future.succeededFuture();
        });

        assertThat(loop.await(all::getLast)).isEqualTo(Place.TAKEN);
    }

    @Test
    void a_scan_waits_only_so_long_for_a_place() {
        var impatient = new ScanPlaces(loop.vertx, Duration.ofMillis(20), LONG);
        var all = asked(impatient, ONE, ScanPlaces.TENANT_MAX + 1);

        assertThat(loop.await(all::getLast)).isEqualTo(Place.TENANT_FULL);
    }

    private static TenantId tenant(int number) {
        return new TenantId(new UUID(0, number));
    }

    private void ended(TenantId tenant, boolean givenUp) {
        loop.run(() -> {
            places.ended(tenant, givenUp);
            return Future.succeededFuture();
        });
    }

    private List<Future<Place>> asked(ScanPlaces of, TenantId tenant, int count) {
        List<Future<Place>> all = new ArrayList<>();
        loop.run(() -> {
            for (int i = 0; i < count; i++) {
                all.add(of.take(tenant));
            }
            return Future.succeededFuture();
        });
        return all;
    }

    private static long taken(List<Future<Place>> all) {
        return all.stream()
                .filter(Future::isComplete)
                .filter(place -> place.result() == Place.TAKEN)
                .count();
    }
}
