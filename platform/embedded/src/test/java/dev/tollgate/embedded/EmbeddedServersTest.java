package dev.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServersTest {
    @TempDir
    Path folder;

    @Test
    void kept_data_survives_a_restart_and_waits_for_the_disk() throws Exception {
        try (var first = EmbeddedServers.start(Options.kept(folder))) {
            var probe = new Probe(first.addresses());
            probe.execute("CREATE TABLE survivor AS SELECT 42 AS n");
            probe.createTopic("survivor");
        }

        try (var second = EmbeddedServers.start(Options.kept(folder))) {
            var probe = new Probe(second.addresses());
            assertThat(probe.sql("SELECT n FROM survivor")).isEqualTo("42");
            assertThat(probe.topics()).contains("survivor");
            assertThat(probe.sql("SHOW fsync")).isEqualTo("on");
        }
    }

    @Test
    void a_kept_redis_answers_only_whom_its_password_lets_in() throws Exception {
        try (var servers = EmbeddedServers.start(Options.kept(folder))) {
            var probe = new Probe(servers.addresses());
            var password = Files.readString(folder.resolve("redis-password")).strip();

            assertThat(probe.redisWithoutLogin("GET a")).startsWith("-NOAUTH");

            assertThat(probe.redis("PING")).isEqualTo("+PONG");
            assertThat(servers.addresses()).asString().doesNotContain(password);
            for (var file : List.of("redis-password", "redis/redis.conf")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(file))))
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void a_kill_of_the_jvm_leaves_no_server_behind_and_its_data_can_be_used_again() throws Exception {
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ChildJvm.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var ports = ports(child);

        var _ = child.destroyForcibly().waitFor();

        assertThat(ports).hasSize(3);
        RepeatedCheck.eventually(() -> ports.stream().noneMatch(Probe::listening));
        try (var next = EmbeddedServers.start(Options.kept(folder))) {
            assertThat(new Probe(next.addresses()).sql("SELECT n FROM before_the_kill"))
                    .isEqualTo("1");
        }
    }

    private static List<Integer> ports(Process child) throws Exception {
        try (var lines = new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            var line = lines.lines()
                    .filter(l -> l.startsWith("ports "))
                    .findFirst()
                    .orElseThrow();
            return IntStream.of(1, 2, 3)
                    .mapToObj(i -> Integer.valueOf(line.split(" ")[i]))
                    .toList();
        }
    }

    @Test
    void a_folder_in_use_is_refused_in_one_line() {
        try (var _ = DataFolder.open(folder)) {

            assertThatThrownBy(() -> EmbeddedServers.start(Options.kept(folder)))
                    .isInstanceOf(ServersUnavailable.class)
                    .hasMessageContaining(folder.toString())
                    .hasMessageContaining("in use by another process")
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void a_wiped_folder_is_gone_and_one_in_use_is_not_wiped() {
        try (var _ = DataFolder.open(folder)) {
            assertThatThrownBy(() -> EmbeddedServers.wipe(folder)).isInstanceOf(ServersUnavailable.class);
        }

        EmbeddedServers.wipe(folder);

        assertThat(folder).doesNotExist();
    }

    @Test
    void a_taken_port_is_refused_in_one_line_and_leaves_no_server() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var ports = new Options.Ports(taken.getLocalPort(), 0, 0);

            assertThatThrownBy(() -> EmbeddedServers.start(Options.kept(folder).withPorts(ports)))
                    .isInstanceOf(ServersUnavailable.class)
                    .hasMessageContaining("PostgreSQL did not start on port " + taken.getLocalPort())
                    .message()
                    .doesNotContain("\n");
        }

        DataFolder.open(folder).close();
    }

    @Test
    void postgres_runs_under_every_owner_this_machine_allows() throws Exception {
        for (var owner : PostgresOwner.usable()) {
            var home = folder.resolve("as" + owner.prefix().size());
            Files.createDirectories(home);
            var postgres = new EmbeddedPostgres(home, 0, false, owner);

            postgres.start();
            var answer = new Probe(new Addresses(postgres.address(), "", "")).sql("SELECT 1");
            postgres.stop();

            assertThat(answer).isEqualTo("1");
            assertThat(Probe.listening(postgres.address().port())).isFalse();
        }
    }
}
