package dev.tollgate.billing.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.intake.LogBatch.Item;
import dev.tollgate.billing.intake.LogBatch.RecordKey;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.Marker;
import dev.tollgate.money.usage.UsageMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Many markers of accounts cost one step; none changes its place among the calls of its account. */
class SegmentTest {

    private static final TenantId ACME = new TenantId(new UUID(7, 1));
    private static final TenantId BOLT = new TenantId(new UUID(7, 2));
    private static final TenantId CORK = new TenantId(new UUID(7, 3));

    private final List<Item> items = new ArrayList<>();

    @Test
    void markers_of_many_accounts_among_calls_of_others_are_one_step() {
        marker(new Marker.Tenant(ACME, 2));
        call(CORK);
        marker(new Marker.Tenant(BOLT, 5));
        marker(new Marker.Tenant(ACME, 3));
        call(CORK);

        var segments = Segment.of(items);

        assertThat(segments).hasSize(2);
        assertThat(segments.get(0))
                .isInstanceOfSatisfying(
                        Segment.Calls.class,
                        calls -> assertThat(calls.entries()).hasSize(2));
        assertThat(segments.get(1)).isEqualTo(new Segment.Raises(Map.of(ACME, 3L, BOLT, 5L)));
    }

    @Test
    void a_call_after_the_marker_of_its_account_is_booked_after_it() {
        call(ACME);
        marker(new Marker.Tenant(ACME, 2));
        call(ACME);

        var segments = Segment.of(items);

        assertThat(segments)
                .hasSize(3)
                .satisfiesExactly(
                        before -> assertThat(before).isInstanceOf(Segment.Calls.class),
                        marker -> assertThat(marker).isEqualTo(new Segment.Raises(Map.of(ACME, 2L))),
                        after -> assertThat(after).isInstanceOf(Segment.Calls.class));
    }

    @Test
    void a_close_comes_after_everything_that_was_before_it() {
        marker(new Marker.Tenant(ACME, 2));
        call(BOLT);
        marker(new Marker.Close(9));
        marker(new Marker.Tenant(ACME, 3));

        var segments = Segment.of(items);

        assertThat(segments)
                .satisfiesExactly(
                        calls -> assertThat(calls).isInstanceOf(Segment.Calls.class),
                        raised -> assertThat(raised).isEqualTo(new Segment.Raises(Map.of(ACME, 2L))),
                        close -> assertThat(close).isEqualTo(new Segment.Mark(new Marker.Close(9))),
                        again -> assertThat(again).isEqualTo(new Segment.Raises(Map.of(ACME, 3L))));
    }

    private void marker(Marker marker) {
        items.add(item(new UsageMessage.Marked(marker)));
    }

    private void call(TenantId tenant) {
        var facts = new CallFacts(
                new RequestId(new UUID(8, items.size())),
                null,
                Instant.EPOCH,
                tenant,
                null,
                new Actor(Actor.Kind.API_KEY, "key_1", "server"),
                Surface.REST,
                "create_task",
                "task.create",
                null,
                "127.0.0.1",
                null);
        var charge = new Charge("rest.write", 1, 5, "1", new Charge.Hold(1, 1));
        items.add(item(new UsageMessage.Usage(
                new UsageRecorded(new UUID(9, items.size()), facts, charge, true, "task", null))));
    }

    private Item item(UsageMessage message) {
        return new Item(items.size(), new RecordKey(new UUID(9, items.size()), items.size(), 0), message);
    }
}
