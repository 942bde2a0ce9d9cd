package dev.tollgate.money.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Meter;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class QuoteTest {

    private static final PriceBook PRICES = PriceBook.shipped();
    private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
    private static final Charge.Hold HOLD = new Charge.Hold(1, 7);

    @Test
    void a_write_over_rest_costs_the_price_of_a_rest_write() {
        var quote = Quote.of(new Meter.PerCall<String, String>(), Effect.WRITE, Surface.REST, "", PRICES, NOW);

        assertThat(quote.held(HOLD)).isEqualTo(new Charge("rest.write", 1, 100, "1", HOLD));
    }

    @Test
    void every_call_over_mcp_costs_the_price_of_an_mcp_call() {
        var quote = Quote.of(new Meter.PerCall<String, String>(), Effect.READ, Surface.MCP, "", PRICES, NOW);

        assertThat(quote.mostMicros()).isEqualTo(150);
    }

    @Test
    void reduction_is_free_whatever_the_meter_says() {
        var quote = Quote.of(new Meter.PerCall<String, String>(), Effect.REDUCE, Surface.REST, "", PRICES, NOW);

        assertThat(quote.held(null)).isEqualTo(new Charge("rest.write", 0, 0, "1", null));
    }

    @Test
    void a_batch_holds_all_items_and_is_charged_for_those_that_were_done() {
        Meter<List<String>, List<String>> meter = new Meter.PerItem<>(List::size, List::size);
        var quote = Quote.of(meter, Effect.WRITE, Surface.REST, List.of("a", "b", "c"), PRICES, NOW);
        var held = quote.held(HOLD);

        var used = quote.used(held, List.of("a"));

        assertThat(held.micros()).isEqualTo(300);
        assertThat(used).isEqualTo(new Charge("rest.write", 1, 100, "1", HOLD));
    }

    @Test
    void a_dry_run_costs_a_read_and_nothing_where_the_call_is_free() {
        var write = Quote.of(new Meter.PerCall<String, String>(), Effect.WRITE, Surface.REST, "", PRICES, NOW);
        var free = Quote.of(new Meter.Free<String, String>(), Effect.WRITE, Surface.CONTROL, "", PRICES, NOW);

        assertThat(Quote.dryRun(write, Surface.REST, PRICES, NOW).mostMicros()).isEqualTo(20);
        assertThat(Quote.dryRun(free, Surface.CONTROL, PRICES, NOW).mostMicros())
                .isZero();
    }

    @Test
    void bytes_are_quoted_and_charged_by_the_gigabyte_and_rounded_up_once() {
        Meter<Long, Long> meter = new Meter.Of<>("asset.egress_gb", bytes -> bytes, bytes -> bytes);
        var quote = Quote.of(meter, Effect.READ, Surface.REST, 3_000_000_000L, PRICES, NOW);
        var held = quote.held(HOLD);

        assertThat(held).isEqualTo(new Charge("asset.egress_gb", 3_000_000_000L, 270_000, "1", HOLD));
        assertThat(quote.used(held, 1L).micros()).isEqualTo(1);
        assertThat(quote.used(held, 11_112L).micros()).isEqualTo(2);
        assertThat(quote.used(held, 1_000_000_001L).micros()).isEqualTo(90_001);
        assertThat(quote.used(held, 3_000_000_000L)).isEqualTo(held);
    }

    @Test
    void a_sized_call_is_quoted_as_a_read_until_its_size_is_known() {
        var meter = new Meter.Sized<String, Long>("asset.egress_gb", bytes -> bytes);
        var quote = Quote.of(meter, Effect.READ, Surface.MCP, "", PRICES, NOW);

        assertThat(quote.mostMicros()).isEqualTo(150);
        assertThat(quote.sized(meter, new CallSize.PerCall(), PRICES, NOW)).isEqualTo(quote);
        var sized = quote.sized(meter, new CallSize.Of(1_500_000_000L), PRICES, NOW);
        assertThat(sized.held(HOLD)).isEqualTo(new Charge("asset.egress_gb", 1_500_000_000L, 135_000, "1", HOLD));
        assertThat(quote.sized(meter, new CallSize.Of(0), PRICES, NOW).mostMicros())
                .isZero();
    }

    @Property
    void what_is_used_is_charged_as_if_it_had_been_quoted_alone_and_never_more_than_was_held(
            @ForAll @LongRange(min = 1, max = 1_000_000) long unitMicros,
            @ForAll @LongRange(min = 1, max = 2_000) long unitSize,
            @ForAll @LongRange(min = 1, max = 100_000) long most,
            @ForAll @LongRange(max = 200_000) long done) {
        var price = new Price("some.thing", unitMicros, unitSize, "1");
        var quote = new Quote<Long>(price, most, quantity -> quantity);
        var held = quote.held(HOLD);

        var used = quote.used(held, done);

        assertThat(used.quantity()).isEqualTo(Math.min(done, most));
        assertThat(used.micros()).isEqualTo(new Quote<Long>(price, used.quantity(), _ -> 0).mostMicros());
        assertThat(used.micros()).isBetween(0L, held.micros());
        assertThat(BigInteger.valueOf(used.micros()).multiply(BigInteger.valueOf(unitSize)))
                .isGreaterThanOrEqualTo(BigInteger.valueOf(unitMicros).multiply(BigInteger.valueOf(used.quantity())));
    }
}
