package dev.tollgate.money.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Meter;
import java.time.Instant;
import java.util.List;
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
}
