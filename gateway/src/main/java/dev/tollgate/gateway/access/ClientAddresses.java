package dev.tollgate.gateway.access;

import dev.tollgate.gateway.credential.AddressRange;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Determines the client address of a request: the peer or, behind trusted proxies, the address that the one configured
 * header names. Headers of the other sources are ignored. Addresses are canonical, so that allow lists, throttle and
 * audit mean the same client.
 */
public final class ClientAddresses {

    /** Maximum hops examined; no genuine chain is longer. */
    static final int HOPS_MAX = 16;

    /** The header in which a trusted proxy names its client. */
    public enum Source {
        /** All lines of {@code X-Forwarded-For}, as one list. */
        X_FORWARDED_FOR("X-Forwarded-For"),
        /** All lines of {@code Forwarded} (RFC 7239), as one list. */
        FORWARDED("Forwarded"),
        /** The header of PROXY protocol version 2 that begins a connection. */
        PROXY_PROTOCOL(null);

        private final @Nullable String header;

        Source(@Nullable String header) {
            this.header = header;
        }
    }

    /**
     * The other end of a connection.
     *
     * @param address in its one spelling
     * @param trusted whether it is a proxy that may name another client
     */
    public record Peer(String address, boolean trusted) {}

    private final List<AddressRange> trusted;
    private final Source source;

    /** Addresses behind proxies that say {@code X-Forwarded-For}. */
    public ClientAddresses(List<String> trusted) {
        this(trusted, Source.X_FORWARDED_FOR);
    }

    /**
     * Addresses behind these proxies.
     *
     * @param trusted addresses or ranges such as {@code 10.0.0.0/8}
     */
    public ClientAddresses(List<String> trusted, Source source) {
        this.trusted = AddressRange.all(trusted);
        this.source = source;
    }

    /** Whether a trusted proxy must begin its connections with a header of PROXY protocol. */
    public boolean proxyProtocol() {
        return source == Source.PROXY_PROTOCOL;
    }

    /** The peer of a connection. */
    public Peer peer(String address) {
        var one = HopAddress.canonical(address);
        return one == null ? new Peer(address, false) : new Peer(one, isTrusted(one));
    }

    /**
     * The client of a request: the first hop from the right that is no trusted proxy. An entry that is no address ends
     * the search: its author did not know the client, so entries to its left cannot be trusted.
     *
     * @param headers all lines of a header, by its name
     */
    public String client(Peer peer, Function<String, List<String>> headers) {
        if (!peer.trusted() || source.header == null) {
            return peer.address();
        }
        var hops = new HopList(headers.apply(source.header), source == Source.FORWARDED);
        var client = peer.address();
        for (int left = HOPS_MAX; left > 0; left--) {
            var hop = address(hops.previous());
            if (hop == null) {
                return client;
            }
            client = hop;
            if (!isTrusted(hop)) {
                return client;
            }
        }
        return client;
    }

    private @Nullable String address(@Nullable String hop) {
        var node = hop == null || source != Source.FORWARDED ? hop : ForwardedElement.node(hop);
        return node == null ? null : HopAddress.canonical(node);
    }

    private boolean isTrusted(String address) {
        return AddressRange.holds(trusted, address);
    }
}
