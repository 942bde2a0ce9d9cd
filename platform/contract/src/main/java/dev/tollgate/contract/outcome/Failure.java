package dev.tollgate.contract.outcome;

import java.time.Duration;

/**
 * The machine broke in a way we have a name for: what a failed future carries. The message and cause are for the
 * operator's log; callers see only the refusal of the same name.
 */
public abstract sealed class Failure extends RuntimeException {

    private final boolean effectUnknown;

    private Failure(String message, Throwable cause, boolean effectUnknown) {
        super(message, cause);
        this.effectUnknown = effectUnknown;
    }

    /**
     * The same of any failure of a transaction: only a failure with a name here leaves its effect unknown, every other
     * is proof that it was rolled back.
     */
    public static boolean effectUnknown(Throwable ofTransaction) {
        return ofTransaction instanceof Failure failure && failure.effectUnknown();
    }

    /** Whether the effect may have happened all the same: then nothing that was held may be released. */
    public boolean effectUnknown() {
        return effectUnknown;
    }

    /** The refusal the caller sees. */
    public abstract Refusal refusal();

    /** A server we need is away, slow or refused us. */
    public static final class Unavailable extends Failure {

        private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

        private Unavailable(String message, Throwable cause, boolean effectUnknown) {
            super(message, cause, effectUnknown);
        }

        /** Proven: nothing has happened. */
        public static Unavailable before(String message, Throwable cause) {
            return new Unavailable(message, cause, false);
        }

        /** The answer to a commit or an acknowledgement was lost. */
        public static Unavailable unknown(String message, Throwable cause) {
            return new Unavailable(message, cause, true);
        }

        @Override
        public Refusal refusal() {
            return new Refusal.ServiceUnavailable(RETRY_AFTER, effectUnknown());
        }
    }

    /** The call's time was up. */
    public static final class TimeUp extends Failure {

        public TimeUp(String message, Throwable cause, boolean effectUnknown) {
            super(message, cause, effectUnknown);
        }

        @Override
        public Refusal refusal() {
            return new Refusal.DeadlineExceeded(effectUnknown());
        }
    }
}
