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
        /** A signed-in person, in a workspace of theirs. */
        MEMBER,
        /** A signed-in person anywhere else: on a tenant, without a target, or without a membership. */
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
