package dev.tollgate.modules.assets;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.CallSize;
import dev.tollgate.contract.operation.CallSizer;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.assets.AssetOperations.DownloadRequest;
import dev.tollgate.records.ModuleContext;
import dev.tollgate.records.file.FileRoutes;
import dev.tollgate.records.file.SignedFile;
import dev.tollgate.records.table.RecordTable;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Issues URLs of downloads on one event loop. The whole size is charged when a URL is issued; the same credential gets
 * the same URL again until shortly before its end, for the price of a read.
 */
final class Downloads implements CallSizer<DownloadRequest> {

    /** What a browser may show: it runs nothing of these. */
    static final Set<String> INLINE = Set.of(
            "image/png",
            "image/jpeg",
            "image/gif",
            "image/webp",
            "image/avif",
            "video/mp4",
            "video/webm",
            "audio/mpeg",
            "text/plain");

    private static final Refusal RACED = new Refusal.ServiceUnavailable(Duration.ofSeconds(1), false);

    private final Work work;
    private final FileRoutes routes;
    private final InstantSource clock;

    Downloads(ModuleContext context) {
        this.work = context.work();
        this.routes = context.files();
        this.clock = context.clock();
    }

    void serve(OperationBus bus) {
        bus.size(AssetOperations.DOWNLOAD, this);
        bus.serve(AssetOperations.DOWNLOAD, this::issue);
    }

    @Override
    public Future<Outcome<CallSize>> size(Call<DownloadRequest> call) {
        return file(call).compose(found -> found.then(file -> size(call, file)));
    }

    private Future<Outcome<CallSize>> size(Call<DownloadRequest> call, FileRow file) {
        var now = clock.instant();
        return routes.issued(signed(call, file, end(now)), now)
                .map(end -> Outcome.done(end.isPresent() ? new CallSize.PerCall() : new CallSize.Of(file.size())));
    }

    private Future<Outcome<DownloadUrl>> issue(Call<DownloadRequest> call) {
        return file(call).compose(found -> found.then(file -> issue(call, file)));
    }

    private Future<Outcome<DownloadUrl>> issue(Call<DownloadRequest> call, FileRow file) {
        var now = clock.instant();
        var fresh = signed(call, file, end(now));
        return routes.issued(fresh, now).compose(end -> {
            if (end.isPresent() && !holdsBytes(call)) {
                return done(file, signed(call, file, end.get()));
            }
            if (end.isPresent() || !paysForBytes(call)) {
                return Future.succeededFuture(Outcome.refused(RACED));
            }
            return routes.issue(fresh, now)
                    .recover(cause -> routes.forget(fresh).transform(_ -> Future.failedFuture(cause)))
                    .compose(issued -> issued ? done(file, fresh) : Future.succeededFuture(Outcome.refused(RACED)));
        });
    }

    /** Whether the price of the size is held: then another call has issued the URL since the size was told. */
    private static boolean holdsBytes(Call<?> call) {
        return call.charge().micros() > 0 && call.charge().dimension().equals(AssetOperations.EGRESS);
    }

    /** Whether the call is charged by size; not if the URL has ended since the size was told, and it holds a read. */
    private static boolean paysForBytes(Call<?> call) {
        return call.charge().dimension().equals(AssetOperations.EGRESS)
                || call.caller().isOperator();
    }

    @Override
    public Future<?> released(Call<DownloadRequest> call) {
        return FileRows.read(work, call, call.input().id())
                .compose(found -> found.filter(file -> file.storedBlob() != null)
                        .map(file -> routes.forget(signed(call, file, end(clock.instant()))))
                        .orElseGet(Future::succeededFuture));
    }

    private Future<Outcome<DownloadUrl>> done(FileRow file, SignedFile signed) {
        return Future.succeededFuture(Outcome.done(new DownloadUrl(
                file.asset(),
                routes.url(signed),
                signed.expiresAt(),
                file.fileName(),
                file.mimeType(),
                file.size(),
                file.storedSha256())));
    }

    private Future<Outcome<FileRow>> file(Call<DownloadRequest> call) {
        return FileRows.read(work, call, call.input().id()).map(found -> available(call.input(), found));
    }

    private static Outcome<FileRow> available(DownloadRequest wanted, Optional<FileRow> found) {
        if (found.isEmpty()) {
            return Outcome.refused(RecordTable.NOT_FOUND);
        }
        var file = found.get();
        return switch (file.status()) {
            case UPLOAD_PENDING ->
                Outcome.refused(new Refusal.Conflict("The upload is not complete: use complete_asset_upload."));
            case ARCHIVED ->
                Outcome.refused(new Refusal.Conflict("The asset is archived: set its status to available first."));
            case AVAILABLE ->
                Boolean.TRUE.equals(wanted.inline()) && !INLINE.contains(file.mimeType())
                        ? Outcome.refused(Refusal.ValidationFailed.of(
                                "inline", "is not possible for " + file.mimeType() + "; leave it out to download"))
                        : Outcome.done(file);
        };
    }

    private static SignedFile signed(Call<DownloadRequest> call, FileRow file, Instant end) {
        return new SignedFile(
                file.asset(),
                file.workspace(),
                call.caller().actor().id(),
                Objects.requireNonNull(file.storedBlob()),
                Boolean.TRUE.equals(call.input().inline()) ? SignedFile.Purpose.INLINE : SignedFile.Purpose.GET,
                end);
    }

    private static Instant end(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).plus(FileRoutes.DOWNLOAD_LIFE);
    }
}
