package dev.tollgate.gateway.identity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The owner of a browser session of the control plane. What they may do is looked up for every call. */
public sealed interface SessionCaller {

    /** Name of the owner among all: an operator may be called as a person is. */
    String qualifiedId();

    /**
     * An operator of the settings.
     *
     * @param mark names the token that was used; another token of the same operator has another
     */
    record Operator(String name, String mark) implements SessionCaller {
        @Override
        public String qualifiedId() {
            return "operator " + name;
        }
    }

    /**
     * A person of the identity provider.
     *
     * @param endsAt when the session ends
     * @param verifiedEmail their address, where the issuer has verified it; else null
     */
    record Subject(String subject, Instant endsAt, @Nullable String verifiedEmail) implements SessionCaller {
        @Override
        public String qualifiedId() {
            return "subject " + subject;
        }
    }
}
