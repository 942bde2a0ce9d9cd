package dev.tollgate.money.hold;

/**
 * A limit in calls per second, with a burst of one second.
 *
 * @param name the counter's name within the tenant: {@code tenant}, or the kind of a credential and its text id
 */
public record RateLimit(String name, int perSecond) {

    /** The counter all calls of a tenant share. */
    public static final String TENANT = "tenant";

    private static final long SECOND_MICROS = 1_000_000;

    public RateLimit {
        if (perSecond < 1) {
            throw new IllegalArgumentException("a rate is at least one call per second: " + name);
        }
    }

    /** From one call to the next at the full rate; the functions in Redis round it in the same way. */
    long intervalMicros() {
        return SECOND_MICROS / perSecond;
    }
}
