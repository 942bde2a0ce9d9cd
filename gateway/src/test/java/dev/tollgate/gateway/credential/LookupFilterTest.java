package dev.tollgate.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.gateway.fixture.CanIgnoreReturnValue;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LookupFilterTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LookupFilter filter = new LookupFilter(nanos::get);
    private final Secrets store = new Secrets();

    @Test
    void a_known_secret_is_looked_up_however_many_unknown_tokens_arrive() {
        load(7, -3);
        exhaust();

        assertThat(filter.allows(hashes(7), true)).isTrue();
        assertThat(filter.allows(hashes(1, -3), true)).isTrue();
    }

    @Test
    void unknown_tokens_are_looked_up_a_bounded_number_of_times_a_second() {
        load(7);

        int allowed = exhaust();
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        int afterASecond = exhaust();

        assertThat(List.of(allowed, afterASecond)).containsOnly(LookupFilter.UNKNOWN_PER_SECOND);
    }

    @Test
    void a_throttled_address_takes_no_look_up_for_an_unknown_token() {
        load(7);

        assertThat(filter.allows(hashes(8), true)).isFalse();

        assertThat(exhaust()).isEqualTo(LookupFilter.UNKNOWN_PER_SECOND);
    }

    @Test
    void while_secrets_may_be_missing_a_throttled_address_takes_part_in_the_look_ups() {
        load(7);
        filter.listenLost();

        assertThat(filter.allows(hashes(8), true)).isTrue();
    }

    @Test
    void a_new_secret_is_known_once_its_change_is_heard() {
        load(7);
        store.secrets = new long[] {8};

        var _ = filter.changed(List.of(new UUID(0, 8)), store);

        exhaust();
        assertThat(filter.allows(hashes(8), true)).isTrue();
    }

    @Test
    void a_change_missed_while_loading_leaves_the_set_incomplete() {
        filter.listenStarted();
        store.page = Promise.promise();
        var loading = filter.tick(store);
        filter.listenLost();
        filter.listenStarted();

        store.page.complete(new long[] {7});

        assertThat(loading.succeeded()).isTrue();
        assertThat(filter.allows(hashes(8), true)).isTrue();
    }

    @Test
    void an_incomplete_set_is_not_loaded_again_and_again() {
        load(7);
        filter.listenLost();
        filter.listenStarted();
        assertThat(filter.tick(store).succeeded()).isTrue();
        store.secrets = new long[] {8};
        var _ = filter.changed(List.of(), null);

        var early = filter.tick(store);
        boolean knownEarly = knows(8);
        nanos.addAndGet(LookupFilter.RETRY_EVERY.toNanos());
        var _ = filter.tick(store);

        assertThat(early.succeeded()).isTrue();
        assertThat(knownEarly).isFalse();
        assertThat(knows(8)).isTrue();
    }

    @Test
    void a_secret_that_was_revoked_is_forgotten_with_the_next_load() {
        load(7);
        store.secrets = new long[] {8};
        var _ = filter.changed(List.of(new UUID(0, 8)), store);
        store.secrets = new long[] {7};

        nanos.addAndGet(LookupFilter.RELOAD_EVERY.toNanos());
        var _ = filter.tick(store);

        assertThat(filter.size()).isEqualTo(1);
        assertThat(knows(8)).isFalse();
    }

    private boolean knows(long fingerprint) {
        exhaust();
        return filter.allows(hashes(fingerprint), true);
    }

    @Test
    void more_secrets_than_a_page_are_all_known() {
        var many = new long[2 * LookupFilter.PAGE + 1];
        Arrays.setAll(many, at -> at);
        load(many);
        exhaust();

        assertThat(filter.size()).isEqualTo(many.length);
        assertThat(filter.allows(hashes(many.length - 1), true)).isTrue();
    }

    private void load(long... secrets) {
        filter.listenStarted();
        store.secrets = secrets;
        assertThat(filter.tick(store).succeeded()).isTrue();
    }

    @CanIgnoreReturnValue
    private int exhaust() {
        int allowed = 0;
        while (filter.allows(hashes(1_000_000), false)) {
            allowed++;
        }
        return allowed;
    }

    private static List<byte[]> hashes(long... fingerprints) {
        return Arrays.stream(fingerprints)
                .mapToObj(fingerprint ->
                        ByteBuffer.allocate(32).putLong(fingerprint).array())
                .toList();
    }

    /** Secrets in memory, in the order that they are given. */
    private static final class Secrets implements LookupFilter.Source {
        long[] secrets = {};
        Promise<long[]> page;

        @Override
        public Future<long[]> page(Long after) {
            if (page != null) {
                return page.future();
            }
            int from = after == null ? 0 : Math.toIntExact(after) + 1;
            return Future.succeededFuture(
                    Arrays.copyOfRange(secrets, from, Math.min(secrets.length, from + LookupFilter.PAGE)));
        }

        @Override
        public Future<long[]> of(Collection<UUID> credentials) {
            return Future.succeededFuture(secrets);
        }
    }
}
