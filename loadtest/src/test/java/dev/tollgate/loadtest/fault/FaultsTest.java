package dev.tollgate.loadtest.fault;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The short form of the bench, on an installation of what verify has packaged, and on another one after a case that did
 * not hold: minutes, so only in verify --all.
 */
@Tag("beyond-jdk")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultsTest {

    private static final String PROGRAM = "dev.tollgate.standalone.Tollgate";
    private static final String FLAGS = "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
            + " -XX:+UseCompactObjectHeaders -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx384m";

    @TempDir
    static Path folder;

    private final long seed = new Random().nextLong(1_000_000);
    private FreshTestbeds testbeds;

    @BeforeAll
    void start() throws Exception {
        testbeds = new FreshTestbeds(launcher(), folder);
    }

    @AfterAll
    void stop() {
        if (testbeds != null) {
            testbeds.close();
        }
    }

    private static Stream<FaultPart> shortForm() {
        return FaultsCommand.all(true).stream().filter(FaultPart::inShortForm);
    }

    static Stream<String> names() {
        return shortForm().map(FaultPart::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void money_is_exact_and_the_rate_returns_after(String name) throws Exception {
        var figures = JsonTrees.object();
        var part =
                shortForm().filter(one -> one.name().equals(name)).findFirst().orElseThrow();

        var held = held(part, figures);

        assertThat(held).as("seed %d: %s", seed, figures.toPrettyString()).isTrue();
    }

    private boolean held(FaultPart part, ObjectNode figures) throws Exception {
        boolean held = false;
        try {
            held = new FaultRun(testbeds.current(), seed).run(part, figures);
        } finally {
            if (!held) {
                testbeds.replace();
            }
        }
        return held;
    }

    /** Starts what verify has packaged, where {@code bin/tollgate} would first build it. */
    private static Path launcher() throws IOException {
        var built = Path.of("..", "platform", "standalone", "target").toRealPath();
        var arguments = folder.resolve("java.arguments");
        Files.writeString(
                arguments,
                FLAGS.replace(' ', '\n') + "\n-cp\n\"" + built.resolve("tollgate-standalone.jar") + ':'
                        + built.resolve("lib") + "/*\"\n");
        var java = Path.of(System.getProperty("java.home"), "bin", "java");
        var launcher = folder.resolve("tollgate");
        Files.writeString(launcher, "#!/bin/sh\nexec " + java + " @" + arguments + ' ' + PROGRAM + " \"$@\"\n");
        return Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
    }
}
