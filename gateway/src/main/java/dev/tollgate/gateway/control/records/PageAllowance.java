package dev.tollgate.gateway.control.records;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.redis.RedisCounts;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Limits the pages of a person in a minute of the clock, over all gateways. Fails while Redis is away. */
public final class PageAllowance {

    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final RedisCounts counts;
    private final int pagesPerMinute;
    private final InstantSource clock;

    public PageAllowance(RedisCounts counts, int pagesPerMinute, InstantSource clock) {
        this.counts = counts;
        this.pagesPerMinute = pagesPerMinute;
        this.clock = clock;
    }

    /** Takes one page; the refusal if none is left. */
    Future<Optional<Refusal>> take(Actor actor) {
        var now = clock.instant();
        var minute = now.truncatedTo(ChronoUnit.MINUTES);
        var name = "record-pages:" + actor.qualifiedId() + ':' + minute.getEpochSecond();
        return counts.add(name, 1, pagesPerMinute, PERIOD.multipliedBy(2))
                .map(taken -> taken ? Optional.empty() : Optional.of(refusal(now, minute)));
    }

    private Refusal refusal(Instant now, Instant minute) {
        return new Refusal.RateLimited(
                "A person may read at most " + pagesPerMinute
                        + " pages of records a minute here. Programs read records on the app plane (/v1).",
                Duration.between(now, minute.plus(PERIOD)));
    }
}
