package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.LocalMachine;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Uploads and downloads of a large file beside a copy of it with fsync, in turns, at a gateway with a small heap:
 * rates, and the memory of the process above that of the idle one. All pages of the heap are resident from the start.
 */
final class FileTransferLeg implements ModuleLeg {

    private static final Map<String, String> SMALL_HEAP =
            Map.of("TOLLGATE_JAVA_OPTS", "-Xms256m -Xmx256m -XX:+AlwaysPreTouch");
    private static final int WARM_UP_MIB = 64;
    private static final int WARM_UPS = 3;
    private static final int MIB = 1 << 20;
    private static final double MB = 1e6;
    private static final double SECOND_NANOS = 1e9;
    private static final int SETTLE_SECONDS = 3;
    private static final long SEED = 20_261_127;

    /** MB per second. */
    private record Round(double copy, double upload, double parts, double download) {}

    /** One transfer of a file; returns the asset. */
    private interface Transfer {
        String run() throws IOException, InterruptedException;
    }

    private record Timed(String asset, double mbPerSecond) {}

    @Override
    public String name() {
        return "files";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws Exception {
        var gateway = testbed.installation().furtherGateway(SMALL_HEAP);
        gateway.start();
        var folder = Files.createDirectories(testbed.installation().folder().resolve("files"));
        try {
            var client = new AppClient(gateway.port(), testbed.client("assets").token());
            var small = file(client, folder.resolve("small"), WARM_UP_MIB);
            for (int i = 0; i < WARM_UPS; i++) {
                var _ = round(small, folder);
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            var large = file(client, folder.resolve("large"), testbed.sized(2 * WARM_UP_MIB, 2_048));
            long idle = ProcessProbe.residentBytes(gateway.pid());
            ProcessProbe.resetPeak(gateway.pid());
            var rounds = new RoundSeries<Round>();
            for (int i = 0; i < testbed.sized(1, 3); i++) {
                rounds.add(round(large, folder));
            }
            long peak = ProcessProbe.peakResidentBytes(gateway.pid());
            figures.put("file_mib", Files.size(large.file()) / MIB)
                    .put("resident_mib_idle", idle / MIB)
                    .put("resident_mib_above_idle", (peak - idle) / MIB);
            write(rounds, figures);
        } finally {
            gateway.stop();
        }
    }

    private static void write(RoundSeries<Round> rounds, ObjectNode figures) {
        rounds.write(
                Map.of(
                        "copy_mb_per_second", Round::copy,
                        "upload_mb_per_second", Round::upload,
                        "parts_mb_per_second", Round::parts,
                        "download_mb_per_second", Round::download),
                figures);
        figures.put(
                "upload_by_copy",
                rounds.median(one -> one.upload() / one.copy()).orElseThrow());
        figures.put(
                "parts_by_copy", rounds.median(one -> one.parts() / one.copy()).orElseThrow());
        figures.put(
                "download_by_copy",
                rounds.median(one -> one.download() / one.copy()).orElseThrow());
    }

    private static Round round(AssetFile file, Path folder) throws IOException, InterruptedException {
        var copied = timed(file, () -> copied(file.file(), folder.resolve("copy")));
        var whole = timed(file, file::uploaded);
        var inParts = timed(file, file::uploadedInParts);
        var download = timed(file, () -> file.downloaded(inParts.asset()));
        file.compare(inParts.asset());
        say(String.format(
                Locale.ROOT,
                "MB/s: copy %.0f, upload %.0f, in parts %.0f, download %.0f",
                copied.mbPerSecond(),
                whole.mbPerSecond(),
                inParts.mbPerSecond(),
                download.mbPerSecond()));
        return new Round(copied.mbPerSecond(), whole.mbPerSecond(), inParts.mbPerSecond(), download.mbPerSecond());
    }

    private static Timed timed(AssetFile file, Transfer transfer) throws IOException, InterruptedException {
        long began = System.nanoTime();
        var asset = transfer.run();
        double seconds = (System.nanoTime() - began) / SECOND_NANOS;
        return new Timed(asset, Files.size(file.file()) / MB / seconds);
    }

    /** What an upload is compared with. */
    private static String copied(Path file, Path copy) throws IOException, InterruptedException {
        Files.deleteIfExists(copy);
        var _ = LocalMachine.output(List.of("cp", file.toString(), copy.toString()), Map.of(), copy.resolveSibling(""));
        try (var channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        return copy.toString();
    }

    /** A file of random bytes. */
    private static AssetFile file(AppClient client, Path path, int mib) throws IOException {
        var random = new Random(SEED);
        byte[] block = new byte[MIB];
        var digest = sha256();
        try (var out = new DigestOutputStream(Files.newOutputStream(path), digest)) {
            for (int i = 0; i < mib; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        return new AssetFile(client, path, HexFormat.of().formatHex(digest.digest()));
    }

    /** Digest of all bytes, in hexadecimal digits. */
    static String sha256(InputStream bytes) throws IOException {
        var digest = sha256();
        var _ = bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJvmHasIt) {
            throw new IllegalStateException(everyJvmHasIt);
        }
    }
}
