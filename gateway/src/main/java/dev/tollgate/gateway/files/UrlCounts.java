package dev.tollgate.gateway.files;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.redis.RedisCounts;
import dev.tollgate.records.file.SignedFile.Purpose;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts what each signed URL has served and answered, over all gateways. One per event loop. */
final class UrlCounts {

    /** How many times its size is served for one URL. */
    static final int SERVED_MAX = 2;

    /** What is served is counted in blocks: a range of a byte costs the store as much as one of a block. */
    static final int BLOCK_BYTES = 64 << 10;

    /** Answers without bytes of the file for one URL of a download: to HEAD, 304 and 416. */
    static final int ANSWERS_MAX = 100;

    /** Answers for one URL of an upload, which works for a day, that say which part is next. */
    static final int PROGRESS_MAX = 500;

    /** How many times a file, or a part of one, is taken for one URL: a transfer that broke is repeated. */
    static final int PUTS_MAX = 10;

    private static final Duration MARGIN = Duration.ofMinutes(1);

    private final RedisCounts counts;

    UrlCounts(RedisCounts counts) {
        this.counts = counts;
    }

    /**
     * The blocks that bytes are counted as: at least one.
     *
     * @param bytes of an answer, or of a file
     */
    static long blocks(long bytes) {
        return Math.max(1, (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES);
    }

    /** Reserves bytes of an answer; false if the URL has served its file twice. */
    Future<Boolean> serve(FileExchange exchange, long bytes, long fileBytes) {
        return add(exchange, "blocks:", blocks(bytes), SERVED_MAX * blocks(fileBytes));
    }

    /** Gives back what was reserved of an answer and not sent; one that was begun counts at least one block. */
    void unserved(FileExchange exchange, long bytes, long sentBytes) {
        giveBack(exchange, blocks(bytes) - blocks(sentBytes));
    }

    /** Gives back all of an answer that could not be begun. */
    void unserved(FileExchange exchange, long bytes) {
        giveBack(exchange, blocks(bytes));
    }

    private void giveBack(FileExchange exchange, long blocks) {
        if (blocks > 0) {
            add(exchange, "blocks:", -blocks, 0).onFailure(_ -> {});
        }
    }

    /** Counts an answer without bytes of the file; false if the URL has given too many. */
    Future<Boolean> answer(FileExchange exchange) {
        var most = exchange.file().purpose() == Purpose.PUT ? PROGRESS_MAX : ANSWERS_MAX;
        return add(exchange, "answered:", 1, most);
    }

    /**
     * Counts a transfer to the store; false if the URL has begun too many of the same bytes.
     *
     * @param part null for a whole file
     */
    Future<Boolean> put(FileExchange exchange, @Nullable Integer part) {
        return add(exchange, puts(part), 1, PUTS_MAX);
    }

    /**
     * Takes back the count of a transfer that did not begin. Never fails; a count that cannot be taken back stays.
     *
     * @param part null for a whole file
     */
    Future<?> unput(FileExchange exchange, @Nullable Integer part) {
        return add(exchange, puts(part), -1, 0).otherwiseEmpty();
    }

    private static String puts(@Nullable Integer part) {
        return "put:" + (part == null ? 0 : part) + ':';
    }

    private Future<Boolean> add(FileExchange exchange, String name, long more, long most) {
        var signature = exchange.request().getParam("s");
        return counts.add(name + signature, more, most, left(exchange).plus(MARGIN));
    }

    /** The refusal of a URL that has served, or answered, all it may: only another one helps. */
    static Refusal spent(FileExchange exchange, String detail) {
        var left = left(exchange);
        return new Refusal.RateLimited(
                detail, left.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : left);
    }

    /** Until the URL ends. */
    private static Duration left(FileExchange exchange) {
        var left = Duration.between(exchange.clock().instant(), exchange.file().expiresAt());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
