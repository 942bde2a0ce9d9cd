package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;

/** Result of authentication. Has no side effect; {@link Authenticator} records it. */
public sealed interface AuthResult {

    /** A known caller, whose workspace takes calls. */
    record Authenticated(RequestContext context) implements AuthResult {}

    /** A caller who may not enter now. */
    sealed interface NotAuthenticated extends AuthResult {

        /** The refusal for the caller. */
        Refusal refusal();
    }

    /**
     * A known caller whose credential is not accepted here and now.
     *
     * @param guessed whether it counts against the client address
     */
    record Rejected(RequestContext context, Refusal refusal, boolean guessed) implements NotAuthenticated {}

    /**
     * No credential, or none that we know.
     *
     * @param guessed whether it counts against the client address
     */
    record UnknownCredential(boolean guessed) implements NotAuthenticated {
        @Override
        public Refusal refusal() {
            return new Refusal.Unauthorized();
        }
    }

    /** The credential lookup failed or was not made; nothing is known about the caller. */
    record LookupUnavailable(Refusal refusal) implements NotAuthenticated {}
}
