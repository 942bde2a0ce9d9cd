package dev.tollgate.contract.caller;

import java.util.Locale;

/**
 * Who acted, as audit and usage keep it.
 *
 * @param id the credential's id in text form, or an operator's name
 * @param name what a person called it; never a secret
 */
public record Actor(Kind kind, String id, String name) {

    /** Kinds of actors. */
    public enum Kind {
        API_KEY,
        MCP_CLIENT,
        OPERATOR,
        SYSTEM;

        private final String text = name().toLowerCase(Locale.ROOT);

        public String text() {
            return text;
        }
    }
}
