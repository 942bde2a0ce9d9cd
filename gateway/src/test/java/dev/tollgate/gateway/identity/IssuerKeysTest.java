package dev.tollgate.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Fetching and caching of an issuer's keys, and the negative cache for unknown keys. */
class IssuerKeysTest {

    private static final Duration REFETCH_EVERY = Duration.ofSeconds(5);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private Instant now = Instant.parse("2026-11-25T10:00:00Z");
    private Supplier<Future<KeySet>> answer = () -> Future.succeededFuture(keys("a"));
    private int asked;
    private final IssuerKeys keys = new IssuerKeys(
            () -> {
                asked++;
                return answer.get();
            },
            REFETCH_EVERY,
            () -> now,
            new SimpleMeterRegistry());

    private static KeySet keys(String... ids) {
        var keys = new HashMap<String, KeySet.Key>();
        for (var id : ids) {
            keys.put(id, new KeySet.Key("RS256", new JsonObject().put("kid", id)));
        }
        return new KeySet(keys);
    }

    private void after(Duration time) {
        now = now.plus(time);
        keys.tick();
    }

    @Test
    void they_hold_for_a_day_while_the_issuer_is_away_and_no_longer() {
        keys.tick();
        answer = () -> Future.failedFuture("away");

        after(IssuerKeys.TRUSTED_MAX.minus(MOMENT));
        var held = keys.now();
        after(MOMENT);

        assertThat(held).isEqualTo(keys("a"));
        assertThat(keys.now()).isNull();
        assertThat(keys.failing()).isTrue();
    }

    @Test
    void an_answer_begins_the_day_anew() {
        keys.tick();

        after(IssuerKeys.TRUSTED_MAX.minus(MOMENT));
        after(MOMENT);

        assertThat(keys.now()).isEqualTo(keys("a"));
    }

    @Test
    void they_are_renewed_every_five_minutes_and_after_a_failure_once_per_interval() {
        keys.tick();
        after(IssuerKeys.RENEW_EVERY);
        int whileFresh = asked;
        answer = () -> Future.failedFuture("away");
        after(MOMENT);
        int atFiveMinutes = asked;

        after(REFETCH_EVERY);

        assertThat(whileFresh).isEqualTo(1);
        assertThat(atFiveMinutes).isEqualTo(2);
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void a_key_the_issuer_could_not_be_asked_about_is_not_sought_in_vain() {
        keys.tick();
        now = now.plus(MOMENT);

        keys.renewed("b").orTimeout(5, TimeUnit.MINUTES).join();

        assertThat(asked).isEqualTo(1);
        assertThat(keys.isKnownMissing("b")).isFalse();
    }

    @Test
    void a_fetch_that_began_before_a_key_came_proves_nothing_about_it() {
        Promise<KeySet> slow = Promise.promise();
        answer = slow::future;
        keys.tick();
        var waiting = keys.renewed("b");

        slow.complete(keys("a"));

        assertThat(waiting).isCompleted();
        assertThat(keys.isKnownMissing("b")).isFalse();
    }

    @Test
    void a_key_the_issuer_was_asked_for_and_does_not_name_is_sought_in_vain_until_its_keys_change() {
        keys.tick();
        now = now.plus(REFETCH_EVERY);
        keys.renewed("b").orTimeout(5, TimeUnit.MINUTES).join();
        boolean before = keys.isKnownMissing("b");
        answer = () -> Future.succeededFuture(keys("a", "c"));
        now = now.plus(REFETCH_EVERY);

        keys.renewed("c").orTimeout(5, TimeUnit.MINUTES).join();

        assertThat(before).isTrue();
        assertThat(keys.isKnownMissing("b")).isFalse();
        assertThat(keys.isKnownMissing("c")).isFalse();
    }

    @Test
    void a_key_that_came_too_soon_is_looked_up_by_the_next_fetch_of_any_caller() {
        keys.tick();
        now = now.plus(MOMENT);
        keys.renewed("b").orTimeout(5, TimeUnit.MINUTES).join();
        now = now.plus(REFETCH_EVERY);

        keys.renewed("c").orTimeout(5, TimeUnit.MINUTES).join();

        assertThat(keys.isKnownMissing("b")).isTrue();
        assertThat(keys.isKnownMissing("c")).isTrue();
    }

    @Test
    void a_key_that_was_replaced_needs_no_search() {
        keys.tick();
        answer = () -> Future.succeededFuture(keys("b"));

        after(IssuerKeys.RENEW_EVERY.plus(MOMENT));

        assertThat(keys.isKnownMissing("a")).isTrue();
    }

    @Test
    void a_fetch_that_failed_proves_nothing() {
        keys.tick();
        answer = () -> Future.failedFuture("away");
        now = now.plus(REFETCH_EVERY);

        keys.renewed("b").orTimeout(5, TimeUnit.MINUTES).join();

        assertThat(keys.isKnownMissing("b")).isFalse();
    }
}
