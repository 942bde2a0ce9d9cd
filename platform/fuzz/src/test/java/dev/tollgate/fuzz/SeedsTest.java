package dev.tollgate.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every input that is kept, what was found among them, and no input at all. */
class SeedsTest {

    static final Path SEEDS = Path.of("src", "test", "resources", "seeds");

    @ParameterizedTest
    @EnumSource(Target.class)
    void every_seed_holds_what_its_target_promises(Target target) throws IOException {
        assertThatCode(() -> run(target, new byte[0])).as("no input").doesNotThrowAnyException();
        try (var seeds = Files.list(SEEDS.resolve(target.word()))) {
            assertThat(seeds.sorted())
                    .isNotEmpty()
                    .allSatisfy(seed -> assertThatCode(() -> run(target, Files.readAllBytes(seed)))
                            .as(seed.toString())
                            .doesNotThrowAnyException());
        }
    }

    @Test
    void every_folder_of_seeds_has_a_target() throws IOException {
        try (var folders = Files.list(SEEDS)) {
            assertThat(folders.map(folder -> folder.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(
                            Stream.of(Target.values()).map(Target::word).toList());
        }
    }

    private static void run(Target target, byte[] input) throws Throwable {
        try {
            target.type().getMethod("fuzzerTestOneInput", byte[].class).invoke(null, (Object) input);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
