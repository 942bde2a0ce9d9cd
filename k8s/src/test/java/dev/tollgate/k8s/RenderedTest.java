package dev.tollgate.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rendered manifests that other tests check equal Kustomize's output for base and overlay. Needs {@code kustomize}.
 */
@Tag("beyond-jdk")
class RenderedTest {
    private static final String SECRETS = """
            postgres-password=not-a-secret
            redis-url=redis://redis:6379
            pepper-secret=not-a-secret-but-long-enough
            secrets-key=00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff
            cursor-key=ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100
            operator-name=local
            operator-token-hash=0000000000000000000000000000000000000000000000000000000000000000
            """;

    @TempDir
    Path folder;

    @Test
    void the_local_overlay_renders_to_what_is_recorded() throws Exception {
        copy(Folders.BASE);
        copy(Folders.LOCAL);
        Files.writeString(folder.resolve(Folders.LOCAL).resolve("secrets.env"), SECRETS);

        assertRecorded(kustomize(folder.resolve(Folders.LOCAL)), Folders.RENDERED_LOCAL);
    }

    @Test
    void the_example_overlay_renders_to_what_is_recorded() throws Exception {
        copy(Folders.BASE);
        copy(Folders.EXAMPLE);

        assertRecorded(kustomize(folder.resolve(Folders.EXAMPLE)), Folders.RENDERED_EXAMPLE);
    }

    private static void assertRecorded(String rendered, Path recorded) throws IOException {
        if (System.getProperty("golden.update") != null) {
            Files.writeString(recorded, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(recorded));
    }

    private void copy(Path from) throws IOException {
        var to = Files.createDirectories(folder.resolve(from));
        try (var files = Files.list(from)) {
            for (var file : files.filter(one -> !one.endsWith("secrets.env")).toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private String kustomize(Path overlay) throws IOException, InterruptedException {
        var out = folder.resolve("rendered.yaml");
        var run = new ProcessBuilder("kustomize", "build", overlay.toString())
                .redirectOutput(out.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(run.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(run.exitValue()).isZero();
        return Files.readString(out);
    }
}
