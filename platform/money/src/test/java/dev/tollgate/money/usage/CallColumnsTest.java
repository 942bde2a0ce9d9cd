package dev.tollgate.money.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tollgate.contract.event.UsageRecorded;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class CallColumnsTest {

    /** 100,000 calls by 1,000 records. */
    @Property(tries = 1_000)
    void what_is_written_is_read_again(@ForAll long seed, @ForAll @IntRange(min = 1, max = 200) int calls) {
        var events = new RandomCalls(seed).mixed(calls);

        var read = CallColumns.events(CallColumns.record(events));

        assertThat(read).isEqualTo(events);
    }

    @Example
    void calls_with_ids_of_one_process_are_read_again() {
        var events = new RandomCalls(9).alike(240, 12);

        var read = CallColumns.events(CallColumns.record(events));

        assertThat(read).isEqualTo(events);
    }

    /** Each half of an id differs from that of the id before by nothing, by little, or by any bits. */
    @Property(tries = 2_000)
    void any_ids_are_read_again(@ForAll long seed) {
        var random = new Random(seed);
        var ids = new ArrayList<UUID>();
        var last = new UUID(random.nextInt(3), random.nextInt(3));
        for (int i = 0; i < 20; i++) {
            last = new UUID(
                    last.getMostSignificantBits() + (random.nextLong() >> random.nextInt(Long.SIZE)),
                    last.getLeastSignificantBits() + (random.nextLong() >> random.nextInt(Long.SIZE)));
            ids.add(last);
        }
        var column = new ColumnWriter(0);

        column.ids(ids, id -> id);

        var read = new ColumnReader(column.toBytes()).ids(ids.size());
        assertThat(IntStream.range(0, ids.size()).mapToObj(read::get).toList()).isEqualTo(ids);
    }

    /** There, an id that is not written whole has the first half of the one before. */
    @Example
    void ids_of_version_1_are_read() {
        var first = UUID.fromString("01a22a9a-a232-759b-beeb-8da1658eec67");
        var column = new ColumnWriter(0);
        column.ids(List.of(first), id -> id);
        column.number(0);
        column.signed(1);

        var read = new ColumnReader(column.toBytes()).ids(2);

        assertThat(read.get(0)).isEqualTo(first);
        assertThat(read.get(1)).isEqualTo(UUID.fromString("01a22a9a-a232-759b-beeb-8da1658eec68"));
    }

    @Example
    void records_of_version_1_are_read_and_those_of_a_later_one_are_not() {
        var record = CallColumns.record(new RandomCalls(3).mixed(30));

        record[1] = 1;
        assertThat(CallColumns.events(record)).hasSize(30);

        record[1] = 3;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CallColumns.events(record))
                .withMessageContaining("of a later version");
    }

    @Property(tries = 2_000)
    void any_bytes_are_messages_and_never_an_exception(@ForAll @Size(max = 400) byte[] bytes) {
        var record = new byte[bytes.length + 1];
        record[0] = CallColumns.FIRST_BYTE;
        System.arraycopy(bytes, 0, record, 1, bytes.length);

        assertThat(UsageCodec.decode(record)).isNotEmpty();
    }

    @Property(tries = 2_000)
    void a_damaged_record_is_unreadable_or_another_one(@ForAll long seed) {
        var random = new Random(seed);
        var record = CallColumns.record(new RandomCalls(seed).mixed(20));
        record[1 + random.nextInt(record.length - 1)] ^= (byte) (1 << random.nextInt(Byte.SIZE));

        var read = UsageCodec.decode(record);

        assertThat(read).isNotEmpty();
    }

    @Property(tries = 500)
    void a_record_that_was_cut_off_is_unreadable_as_a_whole(@ForAll long seed) {
        var record = CallColumns.record(new RandomCalls(seed).mixed(5));
        int length = 1 + Math.floorMod((int) seed, record.length - 1);

        var read = UsageCodec.decode(Arrays.copyOf(record, length));

        assertThat(read).singleElement().isInstanceOf(UsageMessage.Unreadable.class);
    }

    @Example
    void a_number_of_elements_beyond_the_bytes_takes_no_memory() {
        var bytes = new ColumnWriter(1);
        bytes.number(Integer.MAX_VALUE);
        var in = new ColumnReader(bytes.toBytes());

        assertThatIllegalArgumentException().isThrownBy(in::count);
    }

    @Example
    void calls_without_their_origins_keep_everything_else() {
        var events = new RandomCalls(7).mixed(50);
        var parts = CallColumns.parts(events);

        var read = CallColumns.events(new CallColumns.Parts(parts.calls(), Buffer.buffer()));

        assertThat(read).extracting(UsageRecorded::charge).isEqualTo(charges(events));
        assertThat(read).allSatisfy(event -> {
            assertThat(event.call().clientAddress()).isEmpty();
            assertThat(event.call().userAgent()).isNull();
        });
        var bytes = parts.calls().toString(StandardCharsets.ISO_8859_1);
        assertThat(events)
                .allSatisfy(
                        event -> assertThat(bytes).doesNotContain(event.call().clientAddress()));
    }

    @Example
    void a_call_of_a_busy_millisecond_takes_less_than_sixteen_bytes() {
        var calls = new RandomCalls(11);

        var alike = CallColumns.record(calls.alike(240, 12));
        var few = CallColumns.record(calls.alike(24, 12));

        assertThat(alike.length / 240.0).isLessThan(16);
        assertThat(few.length / 24.0).isLessThan(32);
    }

    @Example
    void a_call_of_a_quiet_second_takes_less_than_forty_bytes() {
        var calls = new RandomCalls(12);

        var record = CallColumns.record(calls.alike(240, 1));

        assertThat(record.length / 240.0).isLessThan(40);
    }

    private static List<?> charges(List<UsageRecorded> events) {
        var charges = new ArrayList<>();
        events.forEach(event -> charges.add(event.charge()));
        return charges;
    }
}
