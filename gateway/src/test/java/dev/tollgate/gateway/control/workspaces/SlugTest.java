package dev.tollgate.gateway.control.workspaces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlugTest {

    @ParameterizedTest
    @CsvSource({"Acme Inc., acme-inc", "'  Café  Zürich! ', cafe-zurich", "日本, workspace", "a--b, a-b", "---, workspace"
    })
    void a_name_becomes_a_slug(String name, String slug) {
        assertThat(Slug.of(name)).isEqualTo(slug).matches(Workspace.SLUG);
    }

    @Test
    void a_long_name_with_an_ids_end_is_still_a_slug() {
        var slug = Slug.of("x".repeat(49) + " y" + "z".repeat(200), UUID.randomUUID());

        assertThat(slug).matches(Workspace.SLUG);
    }
}
