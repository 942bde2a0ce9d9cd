package dev.tollgate.standalone.dev;

import dev.tollgate.embedded.Addresses;
import dev.tollgate.embedded.EmbeddedServers;
import dev.tollgate.embedded.Options;
import dev.tollgate.runtime.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of {@code dev}: {@code servers/} (data), {@code files/} (uploads), {@code secrets.json} (made once),
 * {@code servers.yaml} (settings for a further process, and for commands to which nothing names others),
 * {@code dev.json} (addresses and credentials for people and scripts), {@code dev.log}.
 *
 * @param path where it is
 */
public record DevFolder(Path path) {
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<?> OWNER_ONLY = PosixFilePermissions.asFileAttribute(OWNER);
    private static final String PORTS = "ports.json";
    private static final List<String> FILES = List.of("secrets.json", "servers.yaml", "dev.json", "dev.log", PORTS);

    /** The one that TOLLGATE_HOME names, else {@code .tollgate} in the checkout, else in the current folder. */
    public static DevFolder ofProcess() {
        return of(System.getenv());
    }

    /** The one that the variables of an environment name. */
    public static DevFolder of(Map<String, String> environment) {
        var home = environment.get("TOLLGATE_HOME");
        if (home != null && !home.isBlank()) {
            return new DevFolder(Path.of(home).toAbsolutePath());
        }
        var checkout = environment.get("TOLLGATE_CHECKOUT");
        var parent = Path.of(checkout == null || checkout.isBlank() ? "" : checkout);
        return new DevFolder(parent.resolve(".tollgate").toAbsolutePath());
    }

    Path servers() {
        return path.resolve("servers");
    }

    Path files() {
        return path.resolve("files");
    }

    Path secrets() {
        return path.resolve("secrets.json");
    }

    /** The settings with which a further process joins. */
    public Path settings() {
        return path.resolve("servers.yaml");
    }

    /** Addresses and credentials, for people and programs. */
    public Path facts() {
        return path.resolve("dev.json");
    }

    /** Where the log of the process goes, so that the terminal stays readable. */
    public Path log() {
        return path.resolve("dev.log");
    }

    /** Makes the log where there is none, and keeps it to its owner: it names callers and their calls. */
    void makeLog() {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            if (Files.exists(log())) {
                Files.setPosixFilePermissions(log(), OWNER);
            } else {
                Files.createFile(log(), OWNER_ONLY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(log() + " cannot be written", e);
        }
    }

    /** Removes everything {@code dev} has ever written here; refused while another process holds the data. */
    void wipe() {
        EmbeddedServers.wipe(servers());
        EmbeddedServers.wipe(files());
        try {
            for (var file : FILES) {
                Files.deleteIfExists(path.resolve(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The servers' ports of the last start, where they are still free: a process that has joined finds them again. */
    Options.Ports lastPorts() {
        return read(path.resolve(PORTS))
                .map(text -> Json.read(text, Options.Ports.class))
                .map(last -> new Options.Ports(
                        PortCheck.orAny(last.postgres()), PortCheck.orAny(last.redis()), PortCheck.orAny(last.kafka())))
                .orElseGet(Options.Ports::any);
    }

    void keepPorts(Addresses addresses) {
        var ports = new Options.Ports(
                addresses.postgres().port(), portOf(addresses.redisUrl()), portOf(addresses.kafkaBootstrap()));
        write(path.resolve(PORTS), Json.text(ports) + "\n");
    }

    private static int portOf(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1).replaceAll("\\D.*", ""));
    }

    /** Writes the file whole or not at all, readable by its owner only. */
    static void write(Path file, String text) {
        try {
            Files.createDirectories(file.getParent());
            var half = Files.createTempFile(file.getParent(), file.getFileName().toString(), ".new", OWNER_ONLY);
            Files.writeString(half, text, StandardCharsets.UTF_8);
            Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException _) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }
}
