package dev.tollgate.webhooks.delivery;

import java.util.Locale;

/** Every way in which an attempt can fail. The names are part of the contract; new ones may be added. */
public enum ErrorClass {
    /** The URL is not one we send to: its scheme, port, host or form. */
    URL_REFUSED,
    /** The host has no address, or none could be found out in time. */
    DNS,
    /** One of the host's addresses is not one we connect to. */
    ADDRESS_REFUSED,
    /** No connection to this host became free: nothing was sent. Only attempts of earlier versions have it. */
    HOST_BUSY,
    /** No address took the connection. */
    CONNECT,
    /** The egress proxy refused, or could not be reached. */
    PROXY,
    /** No agreement on TLS, or a certificate that is not trusted for the host. */
    TLS,
    /** The time of the attempt was over. */
    TIMEOUT,
    /** The receiver closed the connection before its answer. */
    RESET,
    /** The response is not HTTP/1.1, or more informational heads come before it than we read. */
    PROTOCOL,
    /** The head of the answer is larger than we read. */
    RESPONSE_TOO_LARGE,
    /** A redirect, which is not followed. */
    REDIRECT,
    /** Any other status that is no 2xx. */
    STATUS;

    /** The name in an attempt. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
