package dev.tollgate.loadtest.environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendedFilesTest {

    @TempDir
    Path folder;

    private void append(String file, int bytes) throws IOException {
        Files.createDirectories(folder.resolve(file).getParent());
        Files.write(folder.resolve(file), new byte[bytes], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void what_is_appended_counts_by_kind_also_to_files_that_are_new_renamed_or_deleted_meanwhile() throws Exception {
        append("part-1.log", 1_000);
        append("servers/kafka/usage-0/1.log", 500);
        try (var files = new AppendedFiles(Map.of(
                "logs", new AppendedFiles.Kind(folder, 1, ".log"),
                "kafka", new AppendedFiles.Kind(folder.resolve("servers/kafka"), 2, ".log")))) {
            assertThat(files.bytes()).containsOnly(Map.entry("logs", 0L), Map.entry("kafka", 0L));

            append("part-1.log", 10);
            append("part-2.log", 20);
            append("part-2.txt", 40);
            append("servers/kafka/usage-0/2.log", 7);
            assertThat(files.bytes()).containsOnly(Map.entry("logs", 30L), Map.entry("kafka", 7L));

            Files.move(folder.resolve("part-1.log"), folder.resolve("part-3.log"));
            append("part-3.log", 5);
            Files.delete(folder.resolve("servers/kafka/usage-0/2.log"));
            assertThat(files.bytes()).containsOnly(Map.entry("logs", 35L), Map.entry("kafka", 7L));
        }
    }

    @Test
    void a_look_that_failed_is_told_by_the_next_question_for_the_bytes() throws Exception {
        var logs = Files.createDirectory(folder.resolve("logs"));
        try (var files = new AppendedFiles(Map.of("logs", new AppendedFiles.Kind(logs, 1, ".log")))) {
            Files.delete(logs);
            files.lookAgain();
            Files.createDirectory(logs);

            assertThatThrownBy(files::bytes).isInstanceOf(IOException.class).hasRootCauseMessage(logs.toString());
        }
    }
}
