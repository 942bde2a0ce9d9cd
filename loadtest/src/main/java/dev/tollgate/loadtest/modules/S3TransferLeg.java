package dev.tollgate.loadtest.modules;

import static dev.tollgate.loadtest.report.Progress.say;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.embedded.S3Server;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Gateway;
import dev.tollgate.loadtest.report.RoundSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/**
 * Uploads and downloads at a gateway whose files are in a bucket, beside the same transfers by the AWS SDK alone, in
 * turns. The server with the API of S3 runs in this process, and is the same for both.
 */
final class S3TransferLeg implements ModuleLeg {

    private static final int WARM_UP_MIB = 64;
    private static final int WARM_UPS = 2;
    private static final int MIB = 1 << 20;

    /** MB per second. */
    private record Rates(double upload, double parts, double download) {}

    private record Round(Rates gateway, Rates sdk) {}

    @Override
    public String name() {
        return "files_s3";
    }

    @Override
    public void run(ModulesTestbed testbed, ObjectNode figures) throws Exception {
        var folder = Files.createDirectories(testbed.installation().folder().resolve("files-s3"));
        try (var server = S3Server.start(folder.resolve("server"));
                var sdk = new SdkTransfers(server)) {
            var gateway = testbed.installation().furtherGateway(settings(server));
            gateway.start();
            try {
                measure(testbed, gateway, sdk, figures);
            } finally {
                gateway.stop();
            }
        }
    }

    private static Map<String, String> settings(S3Server server) {
        return Map.of(
                "TOLLGATE_FILES_S3_BUCKET", server.newBucket(),
                "TOLLGATE_FILES_S3_ENDPOINT", server.url(),
                "TOLLGATE_FILES_S3_REGION", S3Server.REGION,
                "TOLLGATE_FILES_S3_ACCESS_KEY", S3Server.KEY,
                "TOLLGATE_FILES_S3_SECRET_KEY", S3Server.SECRET);
    }

    private static void measure(ModulesTestbed testbed, Gateway gateway, SdkTransfers sdk, ObjectNode figures)
            throws IOException, InterruptedException {
        var folder = testbed.installation().folder().resolve("files-s3");
        var client = new AppClient(gateway.port(), testbed.client("assets").token());
        var small = AssetFile.random(client, folder.resolve("small"), WARM_UP_MIB);
        for (int i = 0; i < WARM_UPS; i++) {
            var _ = round(small, sdk);
        }
        var large = AssetFile.random(client, folder.resolve("large"), testbed.sized(2 * WARM_UP_MIB, 512));
        var rounds = new RoundSeries<Round>();
        for (int i = 0; i < testbed.sized(1, 5); i++) {
            rounds.add(round(large, sdk));
        }
        figures.put("file_mib", Files.size(large.file()) / MIB);
        write(rounds, figures);
    }

    private static Round round(AssetFile file, SdkTransfers sdk) throws IOException, InterruptedException {
        var round = new Round(gateway(file), sdk(file.file(), sdk));
        say(String.format(
                Locale.ROOT,
                "MB/s: upload %.0f, SDK %.0f; in parts %.0f, SDK %.0f; download %.0f, SDK %.0f",
                round.gateway().upload(),
                round.sdk().upload(),
                round.gateway().parts(),
                round.sdk().parts(),
                round.gateway().download(),
                round.sdk().download()));
        return round;
    }

    private static Rates gateway(AssetFile file) throws IOException, InterruptedException {
        var whole = TimedTransfer.of(file.file(), file::uploaded);
        var parts = TimedTransfer.of(file.file(), file::uploadedInParts);
        var download = TimedTransfer.of(file.file(), () -> file.downloaded(whole.result()));
        file.compare(parts.result());
        return new Rates(whole.mbPerSecond(), parts.mbPerSecond(), download.mbPerSecond());
    }

    private static Rates sdk(Path file, SdkTransfers sdk) throws IOException, InterruptedException {
        return new Rates(
                TimedTransfer.of(file, () -> sdk.uploaded(file)).mbPerSecond(),
                TimedTransfer.of(file, () -> sdk.uploadedInParts(file)).mbPerSecond(),
                TimedTransfer.of(file, () -> sdk.downloaded(file)).mbPerSecond());
    }

    private static void write(RoundSeries<Round> rounds, ObjectNode figures) {
        rounds.write(
                Map.of(
                        "upload_mb_per_second", one -> one.gateway().upload(),
                        "parts_mb_per_second", one -> one.gateway().parts(),
                        "download_mb_per_second", one -> one.gateway().download(),
                        "sdk_upload_mb_per_second", one -> one.sdk().upload(),
                        "sdk_parts_mb_per_second", one -> one.sdk().parts(),
                        "sdk_download_mb_per_second", one -> one.sdk().download()),
                figures);
        figures.put(
                "upload_by_sdk",
                rounds.median(one -> one.gateway().upload() / one.sdk().upload())
                        .orElseThrow());
        figures.put(
                "parts_by_sdk",
                rounds.median(one -> one.gateway().parts() / one.sdk().parts()).orElseThrow());
        figures.put(
                "download_by_sdk",
                rounds.median(one -> one.gateway().download() / one.sdk().download())
                        .orElseThrow());
    }
}
