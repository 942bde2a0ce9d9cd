package dev.tollgate.contract.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeIdTest {

    @ParameterizedTest
    @CsvSource({
        "00000000-0000-0000-0000-000000000001, wrk_00000000000000000000000001",
        "0110c853-1d09-52d8-d73e-1194e95b5f19, wrk_0123456789abcdefghjkmnpqrs",
        "ffffffff-ffff-ffff-ffff-ffffffffffff, wrk_7zzzzzzzzzzzzzzzzzzzzzzzzz"
    })
    void an_id_prints_as_the_vectors_of_the_typeid_specification(UUID uuid, String text) {
        assertThat(new WorkspaceId(uuid).text()).isEqualTo(text);
    }

    @Test
    void a_printed_id_parses_back_to_the_same_uuid() {
        var uuid = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

        assertThat(TypeId.parse("wrk", new WorkspaceId(uuid).text())).contains(uuid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "wrk_",
                "tnt_00000000000000000000000001",
                "wrk_8zzzzzzzzzzzzzzzzzzzzzzzzz",
                "wrk_0000000000000000000000000I",
                "wrk_000000000000000000000000",
                "wrk-00000000000000000000000001",
                "wrk_0000000000000000000000000ß"
            })
    void text_that_is_no_such_id_is_refused_without_an_error(String text) {
        assertThat(TypeId.parse("wrk", text)).isEmpty();
    }
}
