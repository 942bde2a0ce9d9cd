package dev.tollgate.standalone.dev;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.FreePort;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevCommandTest {
    private static final Duration TRAINED = Duration.ofSeconds(8);

    /** A part of all: the load ends by time, and a plan limits its rate. */
    private static final int OPERATIONS_TRAINED = 20;

    @TempDir
    Path folder;

    @Test
    void a_demo_is_ready_to_be_called_and_survives_restart_and_kill() throws Exception {
        String tenant;
        String key;
        try (var first = DevProcess.start(folder).awaitReady()) {
            tenant = first.facts().path("tenant_id").asText();
            key = first.facts().path("credentials").path("server-webhook-sync").asText();
            assertThat(first.get("/v1/workspace", key).statusCode()).isEqualTo(200);

            first.process.destroyForcibly();
            var _ = first.awaitEnd();
        }

        try (var second = DevProcess.start(folder).awaitReady()) {
            assertThat(second.facts().path("tenant_id").asText()).isEqualTo(tenant);
            assertThat(second.facts()
                            .path("credentials")
                            .path("server-webhook-sync")
                            .asText())
                    .isEqualTo(key);
            assertThat(second.get("/v1/workspace", key).statusCode()).isEqualTo(200);
            assertThat(second.facts().path("credentials")).hasSize(3);

            var facts = DevFacts.of(new DevFolder(second.home)).orElseThrow();
            assertThat(TrainingLoad.run(facts, TRAINED))
                    .as("operations that the training load of the AOT cache has called")
                    .isGreaterThan(OPERATIONS_TRAINED);
        }
    }

    @Test
    void the_demo_company_is_made_once() throws Exception {
        try (var first = DevProcess.resumed(folder, "--demo", "--once")) {
            assertThat(first.awaitEnd()).as(first.output()).isZero();
            assertThat(first.output()).contains("made by 59 calls");
        }
        try (var second = DevProcess.start(folder, "--demo", "--once")) {
            assertThat(second.awaitEnd()).as(second.output()).isZero();
            assertThat(second.output()).contains("the demo company is there already");
        }
    }

    @Test
    void a_folder_in_use_is_refused_in_one_line() throws Exception {
        try (var _ = DevProcess.resumed(folder).awaitReady();
                var second = DevProcess.start(folder)) {

            var code = second.awaitEnd();

            assertThat(code).isEqualTo(1);
            assertThat(lastLine(second)).startsWith("tollgate: the data folder").contains("in use");
        }
    }

    @Test
    void a_taken_port_is_refused_in_one_line() throws Exception {
        try (var taken = new java.net.ServerSocket(0);
                var dev = DevProcess.start(folder, taken.getLocalPort())) {

            var code = dev.awaitEnd();

            assertThat(code).isEqualTo(1);
            assertThat(lastLine(dev)).startsWith("tollgate: port " + taken.getLocalPort() + " is in use");
        }
    }

    @Test
    void the_ports_of_the_environment_are_those_of_dev() throws Exception {
        try (var taken = new java.net.ServerSocket(0);
                var gateway = DevProcess.byEnvironment(folder, taken.getLocalPort(), FreePort.orAny(0));
                var management = DevProcess.byEnvironment(folder, FreePort.orAny(0), taken.getLocalPort())) {
            for (var dev : new DevProcess[] {gateway, management}) {

                var code = dev.awaitEnd();

                assertThat(code).isEqualTo(1);
                assertThat(lastLine(dev)).startsWith("tollgate: port " + taken.getLocalPort() + " is in use");
            }
        }
    }

    @Test
    void a_command_to_which_nothing_names_settings_uses_those_of_dev() throws Exception {
        try (var dev = DevProcess.resumed(folder).awaitReady();
                var command = dev.command("migrate")) {

            var code = command.awaitEnd();

            assertThat(code).as(command.output()).isZero();
            assertThat(command.output())
                    .contains("these are those of dev: " + dev.home.resolve("servers.yaml"))
                    .contains("has this build's schema");
        }
    }

    @Test
    void an_end_by_signal_drains_and_leaves_nothing_readable_by_others() throws Exception {
        var dev = DevProcess.resumed(folder).awaitReady();

        var _ = dev.interrupt();

        assertThat(dev.output()).contains("Stopped");
        for (var file : new String[] {
            "secrets.json", "servers.yaml", "dev.json", "dev.log", "servers/redis-password", "servers/redis/redis.conf"
        }) {
            var permissions = Files.getPosixFilePermissions(dev.home.resolve(file));
            assertThat(PosixFilePermissions.toString(permissions)).isEqualTo("rw-------");
        }
    }

    private static String lastLine(DevProcess process) throws Exception {
        return process.output().strip().lines().reduce((_, last) -> last).orElse("");
    }
}
