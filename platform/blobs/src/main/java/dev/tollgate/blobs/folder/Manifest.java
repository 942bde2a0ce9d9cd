package dev.tollgate.blobs.folder;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** The parts of a blob, in their order. */
record Manifest(String token, List<Part> parts) {

    /** The file's name in the directory of the parts. */
    static final String NAME = "manifest";

    /** One part. */
    record Part(String name, long size) {}

    Manifest {
        parts = List.copyOf(parts);
    }

    /** Reads the one of a finished blob. */
    static Manifest read(Path directory) throws IOException {
        var lines = Files.readAllLines(directory.resolve(NAME));
        var parts = new ArrayList<Part>();
        for (var line : lines.subList(1, lines.size())) {
            int space = line.indexOf(' ');
            parts.add(new Part(line.substring(0, space), Long.parseLong(line.substring(space + 1))));
        }
        return new Manifest(lines.getFirst(), parts);
    }

    /** Writes it, in place of that of another attempt. A reader finds all of one or of the other. */
    void write(Path directory) throws IOException {
        var text = parts.stream()
                .map(part -> part.name() + ' ' + part.size())
                .collect(Collectors.joining("\n", token + "\n", "\n"));
        var temporary = directory.resolve(NAME + '.' + UUID.randomUUID());
        try (var channel = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                var _ = channel.write(bytes);
            }
            channel.force(true);
        }
        DurableFiles.move(temporary, directory.resolve(NAME));
    }

    /** Removes attempts to write parts that are not parts of the blob. */
    void removeOthers(Path directory) throws IOException {
        var own = parts.stream().map(Part::name).collect(Collectors.toSet());
        try (var files = Files.newDirectoryStream(directory)) {
            for (var file : files) {
                var name = file.getFileName().toString();
                if (!own.contains(name) && !name.startsWith(NAME)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    long size() {
        return parts.stream().mapToLong(Part::size).sum();
    }
}
