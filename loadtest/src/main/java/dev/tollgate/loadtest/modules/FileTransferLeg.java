package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.BrokenPromise.require;
import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.LocalMachine;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final int DIGEST_MIB = 256;
    private static final int DIGEST_ROUNDS = 3;
    private static final int SETTLE_SECONDS = 3;

    /** MB per second. */
    private record Round(double copy, double upload, double parts, double download) {}

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
            var small = AssetFile.random(client, folder.resolve("small"), WARM_UP_MIB);
            for (int i = 0; i < WARM_UPS; i++) {
                var _ = round(small, folder);
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            var large = AssetFile.random(client, folder.resolve("large"), testbed.sized(2 * WARM_UP_MIB, 2_048));
            long idle = ProcessProbe.residentBytes(gateway.pid());
            ProcessProbe.resetPeak(gateway.pid());
            var rounds = new RoundSeries<Round>();
            for (int i = 0; i < testbed.sized(1, 3); i++) {
                rounds.add(round(large, folder));
            }
            long peak = ProcessProbe.peakResidentBytes(gateway.pid());
            figures.put("file_mib", Files.size(large.file()) / MIB)
                    .put("resident_mib_idle", idle / MIB)
                    .put("resident_mib_above_idle", (peak - idle) / MIB)
                    .put("sha256_mb_per_second", Math.round(digestRate()));
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
        var copied = TimedTransfer.of(file.file(), () -> copied(file.file(), folder.resolve("copy")));
        var whole = TimedTransfer.of(file.file(), file::uploaded);
        var inParts = TimedTransfer.of(file.file(), file::uploadedInParts);
        var download = TimedTransfer.of(file.file(), () -> file.downloaded(inParts.result()));
        file.compare(inParts.result());
        say(String.format(
                Locale.ROOT,
                "MB/s: copy %.0f, upload %.0f, in parts %.0f, download %.0f",
                copied.mbPerSecond(),
                whole.mbPerSecond(),
                inParts.mbPerSecond(),
                download.mbPerSecond()));
        return new Round(copied.mbPerSecond(), whole.mbPerSecond(), inParts.mbPerSecond(), download.mbPerSecond());
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

    /** Rate of the digest that every upload needs and a copy does not, on one processor. */
    private static double digestRate() {
        byte[] block = new byte[MIB];
        double best = 0;
        for (int round = 0; round < DIGEST_ROUNDS; round++) {
            var digest = AssetFile.digest();
            long began = System.nanoTime();
            for (int i = 0; i < DIGEST_MIB; i++) {
                digest.update(block);
            }
            require(digest.digest().length > 0, "a digest has bytes");
            best = Math.max(best, TimedTransfer.rate((long) DIGEST_MIB * MIB, System.nanoTime() - began));
        }
        return best;
    }
}
