package dev.tollgate.standalone.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
    @Test
    void the_page_lists_every_code_as_the_help_does() throws Exception {
        var page = Files.readString(Path.of("../../docs/ctl.md"));

        for (var code : ExitCode.values()) {
            assertThat(page).contains("| " + code.number() + " | " + code.meaning() + " |");
        }
    }

    @Test
    void every_variable_the_page_names_is_one_that_is_known() throws Exception {
        var page = Files.readString(Path.of("../../docs/ctl.md"));

        assertThat(page)
                .contains("TOLLGATE_CONTROL", "TOLLGATE_OPERATOR_TOKEN", "TOLLGATE_TENANT", "TOLLGATE_WORKSPACE");
    }

    @Test
    void every_status_has_its_code() {
        assertThat(ExitCode.of(201)).isEqualTo(ExitCode.OK);
        assertThat(ExitCode.of(402)).isEqualTo(ExitCode.REFUSED);
        assertThat(ExitCode.of(422)).isEqualTo(ExitCode.REFUSED);
        assertThat(ExitCode.of(401)).isEqualTo(ExitCode.FORBIDDEN);
        assertThat(ExitCode.of(403)).isEqualTo(ExitCode.FORBIDDEN);
        assertThat(ExitCode.of(404)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(ExitCode.of(412)).isEqualTo(ExitCode.CONFLICT);
        assertThat(ExitCode.of(429)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(ExitCode.of(504)).isEqualTo(ExitCode.UNAVAILABLE);
    }
}
