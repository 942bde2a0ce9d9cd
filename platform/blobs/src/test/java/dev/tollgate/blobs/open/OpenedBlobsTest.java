package dev.tollgate.blobs.open;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.blobs.Blobs;
import dev.tollgate.blobs.FilesDeclaration;
import dev.tollgate.blobs.Loop;
import dev.tollgate.blobs.folder.FolderBlobStore;
import dev.tollgate.blobs.s3.S3BlobStore;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenedBlobsTest {

    private final Loop loop = new Loop();

    @AfterEach
    void close() {
        loop.close();
    }

    private Blobs opened(Map<String, String> settings) {
        var declared = Settings.load(SettingsSources.of(settings)).get(FilesDeclaration.class);
        return OpenedBlobs.of(loop.vertx, declared, "https://api.example/");
    }

    @Test
    void without_settings_files_are_in_a_folder_and_served_by_the_gateway() {
        var blobs = opened(Map.of());

        assertThat(blobs.store()).isInstanceOf(FolderBlobStore.class);
        assertThat(blobs.url()).isEqualTo("https://api.example");
        assertThat(blobs.sizeMax()).isEqualTo(5_368_709_120L);
    }

    @Test
    void a_bucket_takes_the_place_of_the_folder() {
        var blobs = opened(Map.of(
                "tollgate.files.s3.bucket", "files",
                "tollgate.files.s3.endpoint", "http://localhost:9000",
                "tollgate.files.s3.access-key", "key",
                "tollgate.files.s3.secret-key", "secret",
                "tollgate.files.url", "https://files.example"));

        assertThat(blobs.store()).isInstanceOf(S3BlobStore.class);
        assertThat(blobs.url()).isEqualTo("https://files.example");
        loop.run(blobs.store()::close);
    }

    @Test
    void all_wrong_settings_are_named_at_once() {
        assertThatThrownBy(() -> opened(Map.of(
                        "tollgate.files.s3.bucket", "files",
                        "tollgate.files.s3.endpoint", "localhost",
                        "tollgate.files.s3.access-key", "key",
                        "tollgate.files.clamd", "clamd",
                        "tollgate.files.url", "ftp://files")))
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContainingAll("endpoint", "secret-key", "clamd", "files.url");
    }
}
