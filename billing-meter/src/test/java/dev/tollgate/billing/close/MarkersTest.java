package dev.tollgate.billing.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.clock.Clocks;
import dev.tollgate.money.clock.CloseStep;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.FunctionLibrary;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkersTest {

    private BillingBench bench;
    private MeterRegistry registry;
    private Markers markers;

    @BeforeEach
    void open() {
        bench = new BillingBench();
        registry = new SimpleMeterRegistry();
        markers = markers(InstantSource.system());
    }

    @AfterEach
    void close() {
        redisAhead(Duration.ZERO);
        bench.close();
    }

    @Test
    void a_partition_closes_once_its_question_has_come_back() {
        bench.await(() -> markers.ask(Set.of(1)));
        bench.await(markers::close);
        var early = written();

        markers.read(1, early.getFirst());
        bench.await(markers::close);

        assertThat(early).singleElement().isInstanceOf(Marker.Ready.class);
        assertThat(written()).hasSize(2).last().isInstanceOf(Marker.Close.class);
        bench.await(markers::check);
    }

    @Test
    void a_question_whose_answer_was_lost_is_asked_again() {
        bench.await(() -> markers.ask(Set.of(1)));
        bench.clock.move(Markers.BEHIND_AFTER.plusSeconds(1));

        bench.await(markers::close);
        var behind = catchThrowable(() -> bench.await(markers::check));
        markers.read(1, written().getLast());
        bench.await(markers::close);

        assertThat(behind).hasMessageContaining("no marker received yet");
        assertThat(written())
                .extracting(Object::getClass)
                .containsExactly(Marker.Ready.class, Marker.Ready.class, Marker.Close.class);
    }

    @Test
    void a_question_of_a_moment_ago_is_not_repeated() {
        bench.await(() -> markers.ask(Set.of(1)));
        bench.clock.move(Duration.ofSeconds(20));

        bench.await(markers::close);

        assertThat(written()).hasSize(1);
    }

    @Test
    void while_redis_clock_is_ahead_nothing_closes_and_the_meter_says_so() {
        redisAhead(Duration.ofHours(1));
        heard(markers);

        bench.await(markers::close);
        var waiting = catchThrowable(() -> bench.await(markers::check));
        redisAhead(Duration.ZERO);
        closeUntilClocksHaveAgreed();

        assertThat(written())
                .hasSize(2)
                .last()
                .isInstanceOfSatisfying(
                        Marker.Close.class,
                        close -> assertThat(close.bucket()).isLessThan(Period.bucket(bench.clock.instant()) - 5));
        assertThat(waiting).hasMessageContaining("nothing closes").hasMessageContaining("Redis is 3");
        assertThat(gauge("tollgate.meter.clock.skew.seconds")).isLessThan(2);
        bench.await(markers::check);
    }

    @Test
    void after_clocks_disagreed_nothing_closes_for_a_minute_of_comparisons() {
        heard(markers);
        redisAhead(Duration.ofMinutes(-5));
        bench.await(markers::close);
        redisAhead(Duration.ZERO);

        for (int i = 1; i < ClockAgreement.AGREEING_MIN; i++) {
            bench.await(markers::close);
        }
        int early = written().size();
        var waiting = catchThrowable(() -> bench.await(markers::check));
        bench.await(markers::close);

        assertThat(early).isEqualTo(1);
        assertThat(waiting).hasMessageContaining("closes go on after 1 more");
        assertThat(written()).hasSize(2).last().isInstanceOf(Marker.Close.class);
        bench.await(markers::check);
    }

    @Test
    void closes_go_on_only_once_it_is_stored_that_clocks_agree() {
        heard(markers);
        redisAhead(Duration.ofMinutes(-5));
        bench.await(markers::close);
        redisAhead(Duration.ZERO);
        for (int i = 1; i < ClockAgreement.AGREEING_MIN; i++) {
            bench.await(markers::close);
        }
        bench.execute("REVOKE UPDATE ON billing.clock_state FROM tollgate_meter");

        var first = catchThrowable(() -> bench.await(markers::close));
        var second = catchThrowable(() -> bench.await(markers::close));
        var waiting = catchThrowable(() -> bench.await(markers::check));
        boolean early = closed();
        bench.execute("GRANT UPDATE ON billing.clock_state TO tollgate_meter");
        bench.await(markers::close);

        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(waiting).hasMessageContaining("closes go on after 1 more");
        assertThat(early).isFalse();
        assertThat(closed()).isTrue();
        bench.await(markers::check);
    }

    @Test
    void a_meter_that_starts_within_the_minute_after_clocks_disagreed_waits_as_well() {
        redisAhead(Duration.ofMinutes(-5));
        heard(markers);
        bench.await(markers::close);
        redisAhead(Duration.ZERO);
        bench.await(markers::close);

        var restarted = markers(InstantSource.system());
        heard(restarted);
        for (int i = 1; i < ClockAgreement.AGREEING_MIN; i++) {
            bench.await(restarted::close);
        }
        var waiting = catchThrowable(() -> bench.await(restarted::check));
        boolean early = closed();
        bench.await(restarted::close);
        boolean afterAMinute = closed();
        var later = markers(InstantSource.system());
        heard(later);
        bench.await(later::close);

        assertThat(early).isFalse();
        assertThat(waiting).hasMessageContaining("closes go on after 1 more");
        assertThat(afterAMinute).isTrue();
        assertThat(written()).last().isInstanceOf(Marker.Close.class);
        bench.await(restarted::check);
    }

    @Test
    void a_process_whose_own_clock_is_ahead_closes_nothing() {
        bench.clock.move(Duration.ofDays(20));
        var reading = markers(bench.clock);
        heard(reading);

        bench.await(reading::close);

        assertThat(written()).hasSize(1);
        assertThat(gauge("tollgate.meter.clock.skew.seconds")).isGreaterThan(1_000_000);
    }

    @Test
    void a_clock_that_is_a_second_behind_holds_the_close_back() {
        redisAhead(Duration.ofMillis(-1_500));
        heard(markers);
        bench.await(markers::close);
        var slow = written().getLast();
        redisAhead(Duration.ZERO);

        assertThat(((Marker.Close) slow).bucket())
                .isLessThanOrEqualTo(
                        CloseStep.last(InstantSource.system().instant().minusMillis(1_400)));
    }

    @Test
    void one_close_moves_an_hour_at_most_however_far_behind_it_is() {
        long last = CloseStep.last(InstantSource.system().instant());
        bench.execute("INSERT INTO billing.slice VALUES (1, " + (last - 5_000) + ")");
        heard(markers);

        bench.await(markers::close);

        var close = (Marker.Close) written().getLast();
        assertThat(close.bucket()).isBetween(last - 5_000, last - 5_000 + CloseStep.BUCKETS_MAX);
        assertThat((close.bucket() + 1) % CloseStep.BUCKETS_MAX).isZero();
    }

    @Test
    void a_marker_closes_only_what_all_clocks_have_passed() {
        heard(markers);
        long last = CloseStep.last(InstantSource.system().instant()) - 1;
        var before = markers.closes(last);

        bench.await(markers::close);
        var passed = markers.closes(last);
        var ahead = markers.closes(last + 360);
        redisAhead(Duration.ofHours(1));
        bench.await(markers::close);

        assertThat(before).isFalse();
        assertThat(passed).isTrue();
        assertThat(ahead).isFalse();
        assertThat(markers.closes(last)).isFalse();
    }

    @Test
    void a_close_that_lies_in_the_future_is_an_alarm() {
        long last = CloseStep.last(InstantSource.system().instant());
        bench.execute("INSERT INTO billing.slice VALUES (1, " + (last + 360) + ")");
        heard(markers);

        bench.await(markers::close);

        assertThat(gauge("tollgate.meter.closed.ahead.seconds")).isBetween(3_500.0, 3_600.0);
    }

    private boolean closed() {
        return written().stream().anyMatch(Marker.Close.class::isInstance);
    }

    private void closeUntilClocksHaveAgreed() {
        for (int i = 0; i < ClockAgreement.AGREEING_MIN; i++) {
            bench.await(markers::close);
        }
    }

    private Markers markers(InstantSource processClock) {
        var clocks = new Clocks(bench.meter, bench.functions, processClock);
        var parts = new Markers.MarkerParts(bench.meter, clocks::read, new ClockAlarm(registry), _ -> {});
        return new Markers(parts, bench.ids, bench.clock);
    }

    /** Loads the functions with another clock. */
    private void redisAhead(Duration offset) {
        var redis = Redis.createClient(bench.vertx, TestServers.shared().redisUrl());
        redis.send(Request.cmd(Command.FUNCTION)
                        .arg("LOAD")
                        .arg("REPLACE")
                        .arg(FunctionLibrary.source(offset.toMillis())))
                .await();
        redis.close().await();
    }

    /** The partition's question has come back. */
    private void heard(Markers some) {
        bench.await(() -> some.ask(Set.of(1)));
        some.read(1, written().getLast());
    }

    private double gauge(String name) {
        return registry.get(name).gauge().value();
    }

    /** In their order. */
    private List<Marker> written() {
        return bench.texts("SELECT encode(body, 'hex') FROM outbox.message WHERE slice = 1 ORDER BY id").stream()
                .flatMap(hex -> UsageCodec.decode(HexFormat.of().parseHex(hex)).stream())
                .flatMap(message ->
                        message instanceof UsageMessage.Marked(Marker marker) ? Stream.of(marker) : Stream.empty())
                .toList();
    }
}
