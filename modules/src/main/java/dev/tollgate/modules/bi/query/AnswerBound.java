package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.modules.bi.query.trend.PlannedTrend;
import dev.tollgate.runtime.json.Json;
import org.jspecify.annotations.Nullable;

/** A bound on answers, in points before anything is read, and in bytes once they are made. Pure. */
final class AnswerBound {

    /** Points of a trend, those that are compared included. */
    static final int POINTS_MAX = 100_000;

    /** Bytes of an answer as JSON. */
    static final int BYTES_MAX = 2 << 20;

    /** An answer within the bound, and its size as JSON. */
    record Sized(Insight insight, int bytes) {}

    private AnswerBound() {}

    /** Why a trend is not computed; null if it may be. */
    static @Nullable Refusal refusal(PlannedTrend trend) {
        var report = trend.report();
        long groups = report.dimensions().isEmpty() ? 1 : report.limit();
        long points = groups * report.measures().size() * report.buckets() * (trend.earlier() == null ? 1 : 2);
        return points <= POINTS_MAX
                ? null
                : Refusal.ValidationFailed.of(
                        "query",
                        "may have " + points + " points (limit x measures x buckets, twice to compare), more than "
                                + POINTS_MAX + ": choose a smaller limit, fewer measures or longer buckets");
    }

    /** The answer with its size, or why it is not given. Takes time in proportion to it: for a worker thread. */
    static Outcome<Sized> sized(Insight insight) {
        int bytes = Json.bytes(insight).length;
        return bytes <= BYTES_MAX
                ? Outcome.done(new Sized(insight, bytes))
                : Outcome.refused(Refusal.ValidationFailed.of(
                        "query",
                        "has an answer of " + bytes + " bytes, more than " + BYTES_MAX
                                + ": choose a smaller limit, fewer measures or longer buckets"));
    }
}
