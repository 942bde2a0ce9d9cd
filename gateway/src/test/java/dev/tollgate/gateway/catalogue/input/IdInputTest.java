package dev.tollgate.gateway.catalogue.input;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.gateway.catalogue.Samples.CupId;
import dev.tollgate.records.resource.Ref;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdInputTest {

    private static final UUID ID = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");
    private static final Route ONE = new Route("GET", "/v1/cups/{id}");
    private static final Shape<Ref<CupId>> REF = Shape.of(Ref.class, CupId.class, "CupRef");

    public record Named(CupId cupId) {}

    public record Two(CupId id, String title) {}

    @Test
    void a_text_of_an_id_becomes_the_input_and_every_other_text_is_left_to_the_schema() {
        var ids = IdInput.of(REF, ONE);

        assertThat(ids.read(TypeId.text(CupId.class, ID))).isEqualTo(new Ref<>(new CupId(ID)));
        assertThat(ids.read("mug_01h455vb4pex5vsknk084sn02q")).isNull();
        assertThat(ids.read("cup_1")).isNull();
    }

    @Test
    void the_field_has_the_name_of_the_parameter() {
        var shape = Shape.of(Named.class);

        assertThat(IdInput.of(shape, new Route("GET", "/v1/cups/{cup_id}")).read(TypeId.text(CupId.class, ID)))
                .isEqualTo(new Named(new CupId(ID)));
        assertThat(IdInput.of(shape, ONE)).isNull();
    }

    @Test
    void inputs_with_more_than_an_id_and_paths_with_more_than_a_parameter_are_read_through_the_schema() {
        assertThat(IdInput.of(Shape.of(Two.class), ONE)).isNull();
        assertThat(IdInput.of(REF, new Route("GET", "/v1/sets/{set_id}/cups/{id}")))
                .isNull();
        assertThat(IdInput.of(REF, new Route("GET", "/v1/cups"))).isNull();
    }
}
