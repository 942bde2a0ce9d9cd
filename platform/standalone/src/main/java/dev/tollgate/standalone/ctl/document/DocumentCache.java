package dev.tollgate.standalone.ctl.document;

import dev.tollgate.contract.digest.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.Optional;

/**
 * Documents of the servers that were asked last, a file each, so that help and completion work while a server is away
 * and a document that has not changed is not sent again. Holds nothing secret. A folder that cannot be written to costs
 * time only.
 */
public final class DocumentCache {
    /** Servers that are remembered; the one not asked for longest goes first. */
    static final int FILES_MAX = 16;

    static final int BYTES_MAX = 4 << 20;
    private static final int NAME_BYTES = 12;

    private final Path folder;

    public DocumentCache(Path folder) {
        this.folder = folder;
    }

    /**
     * A document of an earlier call.
     *
     * @param etag the server's mark of this version
     */
    public record Kept(String etag, ControlDocument document) {}

    /** The mark of the kept document, without reading that; empty where none is kept. */
    public String etag(String server) {
        try (var lines = Files.newBufferedReader(file(server), StandardCharsets.ISO_8859_1)) {
            var line = lines.readLine();
            return line == null ? "" : line;
        } catch (IOException _) {
            return "";
        }
    }

    public Optional<Kept> of(String server) {
        var file = file(server);
        try {
            if (!Files.exists(file) || Files.size(file) > BYTES_MAX) {
                return Optional.empty();
            }
            var bytes = Files.readAllBytes(file);
            var end = firstLineEnd(bytes);
            var document = new byte[bytes.length - end - 1];
            System.arraycopy(bytes, end + 1, document, 0, document.length);
            var etag = new String(bytes, 0, end, StandardCharsets.US_ASCII);
            return Optional.of(new Kept(etag, ControlDocument.of(document)));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static int firstLineEnd(byte[] bytes) throws IOException {
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        throw new IOException("no version line");
    }

    public void keep(String server, String etag, ControlDocument document) {
        var json = document.kept();
        var head = (etag.replaceAll("\\s", "") + '\n').getBytes(StandardCharsets.US_ASCII);
        if (head.length + json.length > BYTES_MAX) {
            return;
        }
        try {
            Files.createDirectories(folder);
            var half = Files.createTempFile(folder, "document", ".new");
            try (var out = Files.newOutputStream(half)) {
                out.write(head);
                out.write(json);
            }
            Files.move(half, file(server), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            dropOldest();
        } catch (IOException | UncheckedIOException _) {
            // The next call asks the server again.
        }
    }

    private void dropOldest() throws IOException {
        try (var files = Files.list(folder)) {
            var oldFirst =
                    files.sorted(Comparator.comparingLong(DocumentCache::age)).toList();
            for (int i = 0; i < oldFirst.size() - FILES_MAX; i++) {
                Files.deleteIfExists(oldFirst.get(i));
            }
        }
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException _) {
            return 0;
        }
    }

    private Path file(String server) {
        return folder.resolve(name(server));
    }

    /** The name of a file about a server. */
    public static String name(String server) {
        return Sha256.hex(server, NAME_BYTES) + ".json";
    }
}
