package dev.tollgate.billing.close;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.money.usage.UsageMessage;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MarkersTest {

    private BillingBench bench;
    private Markers markers;

    @BeforeEach
    void open() {
        bench = new BillingBench();
        markers = new Markers(bench.meter, bench.functions, _ -> {}, bench.ids, bench.clock);
    }

    @AfterEach
    void close() {
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

    /** In their order. */
    private List<Marker> written() {
        return bench.texts("SELECT encode(body, 'hex') FROM outbox.message WHERE slice = 1 ORDER BY id").stream()
                .flatMap(hex -> UsageCodec.decode(HexFormat.of().parseHex(hex)).stream())
                .flatMap(message ->
                        message instanceof UsageMessage.Marked(Marker marker) ? Stream.of(marker) : Stream.empty())
                .toList();
    }
}
