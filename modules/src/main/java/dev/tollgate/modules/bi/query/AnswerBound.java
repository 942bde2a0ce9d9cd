package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.modules.bi.query.answer.Insight;
import dev.tollgate.runtime.json.Json;

/** A bound on answers in bytes. Pure. */
final class AnswerBound {

    /** Bytes of an answer as JSON. */
    static final int BYTES_MAX = 2 << 20;

    /** An answer within the bound, and its size as JSON. */
    record Sized(Insight insight, int bytes) {}

    private AnswerBound() {}

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
