package dev.tollgate.webhooks.address;

/** Decision of the guard about a URL. */
public sealed interface UrlDecision {

    /** Permitted as far as its text shows. */
    record Good(Destination destination) implements UrlDecision {}

    /**
     * It may not.
     *
     * @param reason a sentence for the caller, without the URL
     */
    record Refused(String reason) implements UrlDecision {}
}
