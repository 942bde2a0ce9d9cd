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
import java.util.Set;
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

    /** Writes it; another attempt replaces it. */
    void write(Path directory) throws IOException {
        var text = parts.stream()
                .map(part -> part.name() + ' ' + part.size())
                .collect(Collectors.joining("\n", token + "\n", "\n"));
        try (var channel = FileChannel.open(
                directory.resolve(NAME),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                var _ = channel.write(bytes);
            }
            channel.force(true);
        }
        DurableFiles.sync(directory);
    }

    long size() {
        return parts.stream().mapToLong(Part::size).sum();
    }

    Set<String> names() {
        return parts.stream().map(Part::name).collect(Collectors.toSet());
    }
}
