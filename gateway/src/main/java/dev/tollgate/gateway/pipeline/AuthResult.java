package dev.tollgate.gateway.pipeline;

import dev.tollgate.contract.outcome.Refusal;

/** Result of authentication. Has no side effect; {@link Authenticator} records it. */
public sealed interface AuthResult {

    /** Whether it counts against the client address. */
    boolean guessed();

    /** The result for a throttled address: a wrong credential is refused with this refusal, whatever the reason. */
    AuthResult throttled(Refusal refusal);

    /** A known caller, whose workspace takes calls. */
    record Authenticated(RequestContext context) implements AuthResult {
        @Override
        public boolean guessed() {
            return false;
        }

        @Override
        public AuthResult throttled(Refusal refusal) {
            return this;
        }
    }

    /** A caller who may not enter now. */
    sealed interface NotAuthenticated extends AuthResult {

        /** The refusal for the caller. */
        Refusal refusal();
    }

    /** A known caller whose credential is not accepted here and now. */
    record Rejected(RequestContext context, Refusal refusal, boolean guessed) implements NotAuthenticated {
        @Override
        public AuthResult throttled(Refusal throttle) {
            return new Rejected(context, throttle, guessed);
        }
    }

    /** No credential, or none that we know. */
    record UnknownCredential(boolean guessed) implements NotAuthenticated {
        @Override
        public Refusal refusal() {
            return new Refusal.Unauthorized();
        }

        @Override
        public AuthResult throttled(Refusal throttle) {
            return new LookupUnavailable(throttle);
        }
    }

    /** The credential lookup failed or was not made; nothing is known about the caller. */
    record LookupUnavailable(Refusal refusal) implements NotAuthenticated {
        @Override
        public boolean guessed() {
            return false;
        }

        @Override
        public AuthResult throttled(Refusal throttle) {
            return this;
        }
    }
}
