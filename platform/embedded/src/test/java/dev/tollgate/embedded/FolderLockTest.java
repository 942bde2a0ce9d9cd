package dev.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderLockTest {

    @TempDir
    private Path folder;

    /** A process that tries to take the folder, and says whether it could. */
    static final class Other {
        private Other() {}

        public static void main(String[] arguments) throws Exception {
            try (var lock = FolderLock.tryTake(Path.of(arguments[0]))) {
                System.out.print(lock != null);
            }
        }
    }

    private boolean takenByAnother() throws Exception {
        var other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return Boolean.parseBoolean(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    @Test
    void a_second_attempt_in_the_same_process_does_not_drop_the_lock() throws Exception {
        try (var held = FolderLock.tryTake(folder)) {
            assertThat(held).isNotNull();

            assertThat(FolderLock.tryTake(folder)).isNull();

            assertThat(takenByAnother()).isFalse();
        }
        assertThat(takenByAnother()).isTrue();
    }
}
