package dev.tollgate.blobs.folder;

import dev.tollgate.blobs.BlobEntry;
import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One page of what is in the folder, in the order of paths. Blocks. */
final class FolderList {

    private static final int ID_LENGTH = 36;

    private final Path root;
    private final String after;
    private final List<BlobEntry> entries = new ArrayList<>();
    private @Nullable String last;

    private FolderList(Path root, String after) {
        this.root = root;
        this.after = after;
    }

    /** @param after path of the last line of the page before */
    static BlobPage page(Path root, @Nullable String after) throws IOException {
        var list = new FolderList(root, after == null ? "" : after);
        return new BlobPage(list.entries, list.read() ? null : list.last);
    }

    /** Whether it has read to the end. */
    private boolean read() throws IOException {
        for (var workspace : names(root)) {
            for (var digits : names(root.resolve(workspace))) {
                var directory = workspace + '/' + digits;
                // Every path in a directory that sorts before is before, unless the page ended in this one.
                if (directory.compareTo(after) >= 0 || after.startsWith(directory + '/')) {
                    if (!read(directory)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private boolean read(String directory) throws IOException {
        for (var name : names(root.resolve(directory))) {
            var path = directory + '/' + name;
            if (path.compareTo(after) <= 0) {
                continue;
            }
            if (entries.size() == BlobPage.ENTRIES_MAX) {
                return false;
            }
            entry(directory, name).ifPresent(entries::add);
            last = path;
        }
        return true;
    }

    private Optional<BlobEntry> entry(String directory, String name) throws IOException {
        var token = name.length() > ID_LENGTH + 1 ? name.substring(ID_LENGTH + 1) : null;
        if (token != null && !FolderPaths.isToken(token)) {
            return Optional.empty();
        }
        var key = BlobKey.of(directory + '/' + name.substring(0, Math.min(ID_LENGTH, name.length())));
        if (key.isEmpty()) {
            return Optional.empty();
        }
        try {
            var changed = Files.getLastModifiedTime(root.resolve(directory).resolve(name));
            return Optional.of(new BlobEntry(key.get(), changed.toInstant(), token));
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        }
    }

    private static List<String> names(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        } catch (NoSuchFileException | NotDirectoryException none) {
            return List.of();
        }
    }
}
