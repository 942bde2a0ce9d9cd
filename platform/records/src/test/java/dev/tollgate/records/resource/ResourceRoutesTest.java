package dev.tollgate.records.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.contract.caller.Id;
import dev.tollgate.contract.caller.IdPrefix;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.reference.RecordOf;
import dev.tollgate.records.page.ListQuery;
import dev.tollgate.records.shape.SyncedRecord;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Where a family's operations are. */
class ResourceRoutesTest {

    @IdPrefix("cup")
    @RecordOf("bar.cup")
    public record CupId(UUID value) implements Id {}

    @IdPrefix("sip")
    @RecordOf("bar.small_sip")
    public record SmallSipId(UUID value) implements Id {}

    public record SmallSip(
            SmallSipId id,
            WorkspaceId workspaceId,
            CupId cupId,
            String taste,
            @Nullable String externalSource,
            @Nullable String externalId,
            Instant createdAt,
            Instant updatedAt,
            long version,
            String source,
            String lastActor)
            implements SyncedRecord {}

    public record NewSip(CupId cupId, String taste) {}

    public record SipQuery(
            @Nullable Integer limit, @Nullable String cursor, CupId cupId) implements ListQuery {}

    private static ResourceOperations<SmallSipId, SmallSip> sips() {
        return ResourceOperations.of(SmallSip.class, SmallSipId.class, "bar", "small sips");
    }

    private static ResourceOperations<SmallSipId, SmallSip> declared(ResourceOperations<SmallSipId, SmallSip> sips) {
        var _ = sips.create("add", "added", NewSip.class, "{}", "Adds.");
        var _ = sips.list(SipQuery.class, "{}", "Lists.");
        var _ = sips.get();
        return sips;
    }

    private static List<String> routes(ResourceOperations<?, ?> family) {
        return family.all().stream().map(ResourceRoutesTest::route).toList();
    }

    private static <I, A> String route(Operation<I, A> operation) {
        return operation.name() + " "
                + operation.faces().stream()
                        .filter(face -> face.plane() == Plane.APP)
                        .map(Face::route)
                        .toList()
                        .getFirst();
    }

    @Test
    void it_is_the_plural_unless_another_is_declared() {
        assertThat(routes(declared(sips())))
                .containsExactly(
                        "add_small_sip POST /v1/small-sips",
                        "list_small_sips GET /v1/small-sips",
                        "get_small_sip GET /v1/small-sips/{id}");
    }

    @Test
    void it_may_be_inside_the_route_of_another_record() {
        assertThat(routes(declared(sips().at("/v1/bar/cups/{cup_id}/sips"))))
                .containsExactly(
                        "add_small_sip POST /v1/bar/cups/{cup_id}/sips",
                        "list_small_sips GET /v1/bar/cups/{cup_id}/sips",
                        "get_small_sip GET /v1/bar/cups/{cup_id}/sips/{id}");
    }

    @Test
    void a_parameter_that_refers_to_no_record_is_refused() {
        assertThatThrownBy(() -> sips().at("/v1/bar/{taste}/sips")).hasMessageContaining("taste");
    }

    @Test
    void it_is_declared_before_the_operations() {
        var family = declared(sips());

        assertThatThrownBy(() -> family.at("/v1/bar/sips")).hasMessageContaining("another route");
    }
}
