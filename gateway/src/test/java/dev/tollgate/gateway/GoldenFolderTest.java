package dev.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenFolderTest {

    private static final Map<String, JsonNode> RECORDED =
            Map.of("get_task.json", new TextNode("get"), "schemas/Task.json", new TextNode("task"));

    @TempDir
    private Path folder;

    private GoldenFolder golden;

    @BeforeEach
    void record() throws IOException {
        golden = new GoldenFolder(folder);
        golden.write(RECORDED);
    }

    @Test
    void a_folder_as_written_has_no_differences() throws IOException {
        assertThat(golden.differences(RECORDED)).isEmpty();
    }

    @Test
    void a_missing_file_is_named() throws IOException {
        Files.delete(folder.resolve("schemas/Task.json"));

        assertThat(golden.differences(RECORDED)).containsExactly(folder.resolve("schemas/Task.json") + " is missing");
    }

    @Test
    void a_superfluous_file_is_named() throws IOException {
        Files.writeString(folder.resolve("schemas/Old.json"), "{}\n");

        assertThat(golden.differences(RECORDED))
                .containsExactly(folder.resolve("schemas/Old.json") + " is superfluous");
    }

    @Test
    void a_different_file_is_named_with_its_first_different_line() throws IOException {
        Files.writeString(folder.resolve("get_task.json"), "\"old\"\n");

        assertThat(golden.differences(RECORDED))
                .containsExactly(
                        folder.resolve("get_task.json") + " differs at line 1: recorded \"\"old\"\", now \"\"get\"\"");
    }

    @Test
    void an_update_deletes_what_is_superfluous_and_writes_what_is_new() throws IOException {
        var next = Map.<String, JsonNode>of("get_task.json", new TextNode("got"), "new.json", new TextNode("new"));

        golden.write(next);

        assertThat(golden.differences(next)).isEmpty();
        assertThat(folder.resolve("schemas/Task.json")).doesNotExist();
    }
}
