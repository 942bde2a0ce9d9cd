package dev.tollgate.billing.request;

import java.util.Locale;

/** State of a request. */
public enum RequestStatus {
    PENDING,
    CONFIRMED,
    REFUSED;

    /** The word in the database. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static RequestStatus of(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }
}
