package dev.tollgate.records.file;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.money.redis.RedisCounts;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The signed routes of one event loop: makes their URLs, remembers which downloads are issued, and holds the module
 * that answers them.
 */
public final class FileRoutes {

    /** Lifetime of a URL for a download. */
    public static final Duration DOWNLOAD_LIFE = Duration.ofMinutes(5);

    /** A URL that ends sooner is not given again. */
    private static final Duration REST_MIN = Duration.ofSeconds(10);

    private final FileSigner signer;
    private final String base;
    private final RedisCounts counts;
    private @Nullable FileTransfers transfers;

    /**
     * The routes of one loop.
     *
     * @param base of the URLs, without a slash at the end
     */
    public FileRoutes(FileSigner signer, String base, RedisCounts counts) {
        this.signer = signer;
        this.base = base;
        this.counts = counts;
    }

    /** Binds the module that keeps the files; a second one is a fault of the wiring. */
    public void serve(FileTransfers module) {
        if (transfers != null) {
            throw new IllegalStateException("two modules for the routes of files");
        }
        transfers = module;
    }

    /** The module that keeps the files; null where there is none. */
    public @Nullable FileTransfers transfers() {
        return transfers;
    }

    public FileSigner signer() {
        return signer;
    }

    /** The URL of an upload or of an issued download. */
    public String url(SignedFile file) {
        return base + signer.url(file);
    }

    /** The end of the URL that was issued before for the same file, credential and purpose; empty for none. */
    public Future<Optional<Instant>> issued(SignedFile file, Instant now) {
        return counts.kept(name(file))
                .map(kept -> kept.map(Instant::ofEpochSecond).filter(end -> end.isAfter(now.plus(REST_MIN))));
    }

    /**
     * Remembers that a download is issued until the end of its URL.
     *
     * @return false if another one was issued meanwhile; fails with {@link Failure.Unavailable} while Redis is away
     */
    public Future<Boolean> issue(SignedFile file, Instant now) {
        var life = Duration.between(now, file.expiresAt()).minus(REST_MIN);
        return counts.keep(name(file), file.expiresAt().getEpochSecond(), life);
    }

    /** Forgets the download that was issued for the same file, credential and purpose: nobody has paid for it. */
    public Future<Void> forget(SignedFile file) {
        return counts.forget(name(file));
    }

    private static String name(SignedFile file) {
        return String.join(
                ":",
                "file",
                file.workspace().text(),
                file.asset().text(),
                file.credential(),
                file.purpose().text());
    }
}
