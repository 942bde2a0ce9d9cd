package dev.tollgate.money.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.event.UsageRecorded;
import io.cloudevents.CloudEvent;
import io.cloudevents.jackson.JsonFormat;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class UsageCodecTest {

    private static final TenantId TENANT = new TenantId(UUID.randomUUID());

    @Test
    void what_is_written_is_read_again_in_order() {
        UsageRecorded whole = event(new Charge("rest.write", 3, 300, "1", new Charge.Hold(2, 176_400_000L)), true);
        UsageRecorded bare = event(new Charge("rest.read", 1, 0, "1", null), false);

        List<UsageMessage> read = UsageCodec.decode(UsageCodec.encode(List.of(whole, bare)));

        assertThat(read).containsExactly(new UsageMessage.Usage(whole), new UsageMessage.Usage(bare));
    }

    @Test
    void an_event_in_json_of_a_version_before_is_read() {
        UsageRecorded whole = event(new Charge("rest.write", 3, 300, "1", new Charge.Hold(2, 176_400_000L)), true);

        List<UsageMessage> read = UsageCodec.decode(UsageCodec.json(whole));

        assertThat(read).containsExactly(new UsageMessage.Usage(whole));
    }

    @Test
    void markers_are_read_again() {
        List<Marker> markers =
                List.of(new Marker.Close(7), new Marker.Tenant(TENANT, 3), new Marker.Ready(UUID.randomUUID()));

        List<UsageMessage> read = markers.stream()
                .flatMap(marker -> UsageCodec.decode(UsageCodec.encode(marker)).stream())
                .toList();

        assertThat(read)
                .isEqualTo(markers.stream().map(UsageMessage.Marked::new).toList());
    }

    @Test
    void an_element_that_cannot_be_read_never_hides_its_neighbours() throws Exception {
        UsageRecorded good = event(new Charge("rest.read", 1, 20, "1", new Charge.Hold(1, 5)), true);
        var batch = new ObjectMapper().createArrayNode();
        for (int i = 0; i < 3; i++) {
            batch.add(new ObjectMapper().readTree(UsageCodec.json(good)).get(0));
        }
        ((ObjectNode) batch.get(1).get("data")).put("charge_micros", -20);

        List<UsageMessage> read = UsageCodec.decode(batch.toString().getBytes(StandardCharsets.UTF_8));

        assertThat(read).hasSize(3);
        assertThat(read.get(0)).isEqualTo(read.get(2)).isEqualTo(new UsageMessage.Usage(good));
        assertThat(read.get(1)).isInstanceOf(UsageMessage.Unreadable.class);
    }

    @Test
    void a_charge_that_is_held_nowhere_is_unreadable_in_columns_and_in_json() throws Exception {
        UsageRecorded free = event(new Charge("rest.read", 0x0fff_ffff, 0, "1", null), false);
        var hex = HexFormat.of();
        // Behind its quantity.
        var columns = hex.formatHex(UsageCodec.encode(free)).replace("ffffff7f00", "ffffff7f14");
        var json = new ObjectMapper().readTree(UsageCodec.json(free));
        ((ObjectNode) json.get(0).get("data")).put("charge_micros", 20);

        var ofColumns = UsageCodec.decode(hex.parseHex(columns));
        var ofJson = UsageCodec.decode(json.toString().getBytes(StandardCharsets.UTF_8));

        for (var read : List.of(ofColumns, ofJson)) {
            assertThat(read)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            UsageMessage.Unreadable.class,
                            message -> assertThat(message.reason()).isEqualTo("a charge without a hold"));
        }
    }

    @Test
    void junk_is_one_unreadable_message() {
        assertThat(UsageCodec.decode("junk".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .isInstanceOf(UsageMessage.Unreadable.class);
        assertThat(UsageCodec.decode(new byte[0])).singleElement().isInstanceOf(UsageMessage.Unreadable.class);
        assertThat(UsageCodec.decode("[7]".getBytes(StandardCharsets.UTF_8)))
                .singleElement()
                .isInstanceOf(UsageMessage.Unreadable.class);
    }

    @Test
    void an_event_in_json_is_a_cloud_event_of_version_1_0() throws Exception {
        UsageRecorded event = event(new Charge("rest.read", 1, 20, "1", new Charge.Hold(1, 5)), true);
        var batch = new ObjectMapper().readTree(UsageCodec.json(event));

        CloudEvent read = new JsonFormat().deserialize(batch.get(0).toString().getBytes(StandardCharsets.UTF_8));

        assertThat(read.getType()).isEqualTo("tollgate.usage.v1");
        assertThat(read.getSubject()).isEqualTo(TENANT.text());
        assertThat(read.getId()).isEqualTo(event.id().toString());
    }

    private static UsageRecorded event(Charge charge, boolean full) {
        CallFacts call = new CallFacts(
                new RequestId(UUID.randomUUID()),
                full ? "theirs-1" : null,
                Instant.parse("2026-11-25T12:00:00.123456Z"),
                TENANT,
                full ? new WorkspaceId(UUID.randomUUID()) : null,
                new Actor(Actor.Kind.API_KEY, "key_1", "server"),
                Surface.REST,
                "create_task",
                "task.create",
                full ? "ab".repeat(32) : null,
                "127.0.0.1",
                full ? "curl/8 \"quoted\"" : null,
                full);
        return new UsageRecorded(UUID.randomUUID(), call, charge, full, full ? "task" : null, full ? "tsk_1" : null);
    }
}
