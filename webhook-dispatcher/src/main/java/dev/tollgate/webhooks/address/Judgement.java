package dev.tollgate.webhooks.address;

/** Decision of the guard about a URL. */
public sealed interface Judgement {

    /** It may be sent to, as far as its text tells. */
    record Good(Destination destination) implements Judgement {}

    /**
     * It may not.
     *
     * @param reason a sentence for the caller, without the URL
     */
    record Refused(String reason) implements Judgement {}
}
