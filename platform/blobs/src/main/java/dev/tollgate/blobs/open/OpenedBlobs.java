package dev.tollgate.blobs.open;

import dev.tollgate.blobs.BlobCheck;
import dev.tollgate.blobs.BlobStore;
import dev.tollgate.blobs.Blobs;
import dev.tollgate.blobs.FilesDeclaration;
import dev.tollgate.blobs.check.ClamdCheck;
import dev.tollgate.blobs.folder.FolderBlobStore;
import dev.tollgate.blobs.s3.S3BlobStore;
import dev.tollgate.blobs.s3.S3Bucket;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Opens the blobs of an installation. Nothing is connected to yet. */
public final class OpenedBlobs {

    private OpenedBlobs() {}

    /**
     * As the settings say.
     *
     * @param publicUrl where files are served if the settings name no URL
     * @throws SettingsRejected naming every setting that is wrong
     */
    public static Blobs of(Vertx vertx, FilesDeclaration settings, String publicUrl) {
        var faults = new ArrayList<String>();
        var check = check(vertx, settings, faults);
        var bucket = settings.s3().bucket().map(name -> bucket(name, settings.s3(), faults));
        var url = url(settings.url().orElse(publicUrl), faults);
        if (!faults.isEmpty()) {
            throw new SettingsRejected(List.copyOf(faults));
        }
        BlobStore store = bucket.<BlobStore>map(named -> S3BlobStore.open(vertx, named))
                .orElseGet(() -> new FolderBlobStore(vertx, Path.of(settings.folder())));
        return new Blobs(store, check, settings.sizeMax(), settings.pendingMax(), url);
    }

    private static BlobCheck check(Vertx vertx, FilesDeclaration settings, List<String> faults) {
        var address = settings.clamd().orElse("");
        if (address.isEmpty()) {
            return BlobCheck.none();
        }
        int colon = address.lastIndexOf(':');
        var port = colon < 1 ? "" : address.substring(colon + 1);
        if (!port.matches("[1-9][0-9]{0,4}") || Integer.parseInt(port) > 65_535) {
            faults.add("tollgate.files.clamd must be host:port");
            return BlobCheck.none();
        }
        return new ClamdCheck(vertx, address.substring(0, colon), Integer.parseInt(port));
    }

    private static S3Bucket bucket(String name, FilesDeclaration.S3 settings, List<String> faults) {
        if (settings.accessKey().isPresent() != settings.secretKey().isPresent()) {
            faults.add("tollgate.files.s3.access-key and secret-key must be set together");
        }
        settings.endpoint()
                .filter(url -> !web(url))
                .ifPresent(_ -> faults.add("tollgate.files.s3.endpoint must be an http or https URL"));
        return new S3Bucket(
                name,
                settings.region(),
                settings.endpoint().orElse(null),
                settings.accessKey().orElse(null),
                settings.secretKey().orElse(null));
    }

    private static String url(String url, List<String> faults) {
        if (!web(url)) {
            faults.add("tollgate.files.url must be an http or https URL");
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private static boolean web(String url) {
        try {
            var parsed = URI.create(url);
            return parsed.getHost() != null
                    && ("http".equals(parsed.getScheme()) || "https".equals(parsed.getScheme()));
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    /** Blobs in a folder, not scanned. For tests and tools. */
    public static Blobs inFolder(Vertx vertx, Path folder) {
        return new Blobs(
                new FolderBlobStore(vertx, folder),
                BlobCheck.none(),
                5_368_709_120L,
                53_687_091_200L,
                "http://localhost:8080");
    }
}
