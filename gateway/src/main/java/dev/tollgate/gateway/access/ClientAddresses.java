package dev.tollgate.gateway.access;

import dev.tollgate.gateway.credential.AddressRange;
import io.netty.util.NetUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request: the peer, or, behind proxies the settings trust, the first hop from the right of
 * {@code X-Forwarded-For} that is not one of them.
 */
public final class ClientAddresses {

    /** Hops looked at; a longer list is nobody's honest chain. */
    static final int HOPS_MAX = 16;

    private final List<AddressRange> trusted;

    /**
     * Addresses behind these proxies.
     *
     * @param trusted addresses or ranges such as {@code 10.0.0.0/8}
     */
    public ClientAddresses(List<String> trusted) {
        this.trusted = trusted.stream().map(ClientAddresses::range).toList();
    }

    /** The client of a request from this peer. */
    public String client(String peer, @Nullable String forwardedFor) {
        if (trusted.isEmpty() || forwardedFor == null || !isTrusted(peer)) {
            return peer;
        }
        var hops = forwardedFor.split(",", -1);
        var client = peer;
        for (int at = hops.length - 1; at >= Math.max(0, hops.length - HOPS_MAX); at--) {
            var hop = hops[at].strip();
            if (NetUtil.createByteArrayFromIpAddressString(hop) == null) {
                return client;
            }
            client = hop;
            if (!isTrusted(hop)) {
                return client;
            }
        }
        return client;
    }

    private static AddressRange range(String text) {
        try {
            return AddressRange.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(text + ' ' + wrong.getMessage(), wrong);
        }
    }

    private boolean isTrusted(String address) {
        var bytes = AddressRange.bytes(address);
        return bytes != null && trusted.stream().anyMatch(range -> range.holds(bytes));
    }
}
