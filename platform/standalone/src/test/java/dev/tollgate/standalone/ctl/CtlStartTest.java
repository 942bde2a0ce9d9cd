package dev.tollgate.standalone.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ArchivableJars;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The launcher starts a command with the cache of a training run, without one, and with one that is of no use. */
class CtlStartTest {
    private static final Path ROOT =
            Path.of("").toAbsolutePath().resolve("../..").normalize();
    private static final int SECONDS_MAX = 60;

    /** A checkout that is built. */
    @TempDir
    static Path checkout;

    private static Path target;

    private final Path cache = target.resolve("tollgate-ctl.aot");
    private Scripted server;

    /** Output of a command, both streams. */
    private record Ended(int code, String said) {}

    @BeforeAll
    static void build() throws IOException {
        target = checkout.resolve("platform/standalone/target");
        var lib = Files.createDirectories(target.resolve("lib"));
        Files.createDirectories(checkout.resolve("bin"));
        Files.copy(ROOT.resolve("bin/tollgate"), checkout.resolve("bin/tollgate"));
        Files.copy(ROOT.resolve("pom.xml"), checkout.resolve("pom.xml"));
        var number = 0;
        for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            var part = Path.of(entry);
            var jar = lib.resolve("%03d.jar".formatted(number++));
            if (Files.isDirectory(part)) {
                pack(part, jar);
            } else if (entry.contains("picocli")) {
                ArchivableJars.main(new String[] {Files.copy(part, jar).toString()});
            } else if (Files.exists(part)) {
                Files.createSymbolicLink(jar, part);
            }
        }
        pack(Files.createDirectories(checkout.resolve("nothing")), target.resolve("tollgate-standalone.jar"));
        Files.writeString(target.resolve("standalone.stamp"), "stamp\n" + System.getProperty("java.home") + '\n');
    }

    private static void pack(Path folder, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(folder.relativize(file).toString().replace(File.separatorChar, '/')));
                Files.copy(file, out);
                out.closeEntry();
            }
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = new Scripted().then(200, "{\"data\":[{\"id\":\"tnt_1\",\"name\":\"Ada\"}],\"request_id\":\"req_1\"}");
        Files.deleteIfExists(cache);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void without_a_cache_the_command_is_answered() throws Exception {
        answered(listed(""));
    }

    @Test
    void with_a_cache_the_command_is_answered_by_what_is_in_it() throws Exception {
        assertThat(listed("-XX:AOTCacheOutput=" + cache).code()).isZero();
        assertThat(cache).isNotEmptyFile();
        var log = checkout.resolve("classes.log");

        answered(listed("-Xlog:class+load:file=" + log));

        for (var type : List.of(Ctl.class, CommandLine.class, JsonNode.class)) {
            assertThat(Files.readAllLines(log))
                    .anyMatch(line -> line.contains(type.getName() + " source: shared objects file"));
        }
    }

    @Test
    void with_a_cache_of_another_build_or_a_broken_one_the_command_is_answered() throws Exception {
        Files.write(cache, List.of("no cache"));

        answered(listed(""));
    }

    private static void answered(Ended ended) {
        assertThat(ended.code()).as(ended.said()).isZero();
        assertThat(ended.said()).isEqualTo("tnt_1\n");
    }

    private Ended listed(String options) throws Exception {
        var launcher = new ProcessBuilder(
                        "bash", checkout.resolve("bin/tollgate").toString(), "ctl", "tenants", "list", "--quiet")
                .redirectErrorStream(true);
        var environment = launcher.environment();
        environment.put("TOLLGATE_CONTROL", server.url() + "/control/v1");
        environment.put("TOLLGATE_OPERATOR_TOKEN", "tga_neverShown");
        environment.put("TOLLGATE_HOME", checkout.resolve(".tollgate").toString());
        environment.put("TOLLGATE_CACHE", checkout.resolve("cache").toString());
        environment.put("TOLLGATE_JAVA_OPTS", options);
        environment.remove("JAVA_HOME");
        var process = launcher.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), said);
    }
}
