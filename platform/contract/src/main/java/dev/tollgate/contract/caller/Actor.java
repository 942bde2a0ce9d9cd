package dev.tollgate.contract.caller;

import java.util.Locale;

/**
 * The actor of a call, as audit and usage store it.
 *
 * @param id the credential's or member's id in text form, an operator's name, or the subject an identity provider names
 * @param name what a person called it; never a secret
 */
public record Actor(Kind kind, String id, String name) {

    /** Kinds of actors. */
    public enum Kind {
        API_KEY,
        MCP_CLIENT,
        OPERATOR,
        /** Somebody signed in, in a workspace of theirs. */
        MEMBER,
        /** Somebody signed in, anywhere else: on a tenant, on no target, or where they have no place. */
        SUBJECT,
        SYSTEM;

        private final String text = name().toLowerCase(Locale.ROOT);

        public String text() {
            return text;
        }
    }

    /** Its id among all actors: one of a kind is none of another, and an operator may be called as a person is. */
    public String qualifiedId() {
        return kind.text() + ' ' + id;
    }
}
