package dev.tollgate.gateway.identity;

import java.util.Locale;

/** Reason why a token or its subject is rejected. For metrics and log; the caller is never told. */
enum TokenRejection {
    MALFORMED,
    ALGORITHM,
    UNKNOWN_KEY,
    SIGNATURE,
    ISSUER,
    AUDIENCE,
    EXPIRED,
    NOT_YET_VALID,
    UNKNOWN_SUBJECT;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
