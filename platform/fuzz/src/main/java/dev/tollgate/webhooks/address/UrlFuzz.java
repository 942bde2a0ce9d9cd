package dev.tollgate.webhooks.address;

import dev.tollgate.fuzz.Property;
import java.net.InetAddress;
import java.util.List;

/** A URL that is taken leads to a public address or a name, reads in one way only, and stays as it is kept. */
public final class UrlFuzz {

    private static final AddressGuard GUARD =
            new AddressGuard(AddressPolicy.of(true, List.of(), List.of("80", "443", "8080", "8443")));

    private UrlFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (GUARD.judged(Property.text(input)) instanceof UrlDecision.Good(Destination destination)) {
            var uri = destination.uri();
            Property.holds(
                    uri.getHost() != null && uri.getRawUserInfo() == null && uri.getRawFragment() == null,
                    "a URL that is taken has a host, no user and no fragment: " + uri);
            Property.holds(
                    uri.getHost().equals(destination.host()) || uri.getHost().equals('[' + destination.host() + ']'),
                    "another reader of the URL sees the same host: " + uri);
            Property.holds(
                    GUARD.judged(uri.toString()) instanceof UrlDecision.Good(Destination again)
                            && again.equals(destination),
                    "a URL is taken as it is kept: " + uri);
            var address = destination.literal();
            Property.holds(address == null || open(address), "an address that is taken is public: " + uri);
            Property.holds(
                    address != null || !destination.host().matches("(.*\\.)?([0-9]+|0x[0-9a-f]*|localhost)"),
                    "a name that is taken is no spelling of an address: " + uri);
        }
    }

    private static boolean open(InetAddress address) {
        return !address.isLoopbackAddress()
                && !address.isSiteLocalAddress()
                && !address.isLinkLocalAddress()
                && !address.isAnyLocalAddress()
                && !address.isMulticastAddress()
                && (address.getAddress().length == 4 || (address.getAddress()[0] & 0xe0) == 0x20);
    }
}
