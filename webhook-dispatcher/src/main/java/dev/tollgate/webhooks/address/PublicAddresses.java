package dev.tollgate.webhooks.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Tells public addresses from all others. Of IPv4 everything is public but the blocks of the IANA registry of special
 * purposes; of IPv6 nothing but global unicast, less the special blocks inside it. Addresses that carry another one,
 * such as mapped, NAT64, 6to4 and Teredo ones, are never public: what they lead to is not ours to guess.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4 registry</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6 registry</a>
 */
final class PublicAddresses {

    private static final IPAddress GLOBAL_UNICAST = block("2000::/3");

    private static final List<IPAddress> SPECIAL = Stream.of(
                    "0.0.0.0/8", // this network
                    "10.0.0.0/8", // private
                    "100.64.0.0/10", // shared by carriers
                    "127.0.0.0/8", // loopback
                    "168.63.129.16/32", // a cloud's host, on an address that looks public
                    "169.254.0.0/16", // link-local, and most clouds' metadata
                    "172.16.0.0/12", // private
                    "192.0.0.0/24", // protocol assignments
                    "192.0.2.0/24", // documentation
                    "192.31.196.0/24", // AS112
                    "192.52.193.0/24", // multicast tunnels
                    "192.88.99.0/24", // 6to4 relays
                    "192.168.0.0/16", // private
                    "192.175.48.0/24", // AS112
                    "198.18.0.0/15", // benchmarks
                    "198.51.100.0/24", // documentation
                    "203.0.113.0/24", // documentation
                    "224.0.0.0/4", // multicast
                    "240.0.0.0/4", // reserved, and broadcast
                    "2001::/23", // protocol assignments; Teredo, benchmarks and ORCHID are among them
                    "2001:db8::/32", // documentation
                    "2002::/16", // 6to4
                    "2620:4f:8000::/48", // AS112
                    "3fff::/20") // documentation
            .map(PublicAddresses::block)
            .toList();

    private PublicAddresses() {}

    static boolean contain(IPAddress address) {
        return (address.isIPv4() || GLOBAL_UNICAST.contains(address))
                && SPECIAL.stream().noneMatch(block -> block.contains(address));
    }

    private static IPAddress block(String text) {
        return Objects.requireNonNull(new IPAddressString(text).getAddress()).toPrefixBlock();
    }
}
