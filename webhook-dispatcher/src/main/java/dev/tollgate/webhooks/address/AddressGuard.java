package dev.tollgate.webhooks.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Judges where deliveries may go: the text of a URL when it is registered and before each attempt, and every address
 * its host resolves to before it is connected to. Any address that is not public and not allowed by settings refuses
 * all: a name that has one public and one private address is no honest one.
 *
 * <p>Immutable; of any thread.
 */
public final class AddressGuard {

    private static final IPAddressGenerator ADDRESSES = new IPAddressGenerator();

    private final AddressPolicy policy;

    public AddressGuard(AddressPolicy policy) {
        this.policy = policy;
    }

    /** The fault of a URL to be registered, as a sentence for the caller; empty for a valid one. */
    public Optional<String> fault(String url) {
        return switch (judged(url)) {
            case UrlDecision.Good _ -> Optional.empty();
            case UrlDecision.Refused(String reason) -> Optional.of(reason);
        };
    }

    /**
     * The form of a good URL that is kept.
     *
     * @throws IllegalArgumentException for a URL that has a fault
     */
    public URI canonical(String url) {
        return switch (judged(url)) {
            case UrlDecision.Good(Destination destination) -> destination.uri();
            case UrlDecision.Refused(String reason) -> throw new IllegalArgumentException(reason);
        };
    }

    /** The decision by the text alone. */
    public UrlDecision judged(String url) {
        Destination destination;
        try {
            destination = UrlText.destination(url);
        } catch (UrlText.Malformed malformed) {
            return new UrlDecision.Refused(malformed.reason());
        }
        if (!destination.tls() && !policy.allowHttp()) {
            return new UrlDecision.Refused("The URL must begin with https://.");
        }
        if (!policy.allowsPort(destination.port())) {
            return new UrlDecision.Refused("Port " + destination.port() + " is not allowed for deliveries.");
        }
        var literal = destination.literal();
        if (literal != null && refused(List.of(literal)).isPresent()) {
            return new UrlDecision.Refused("The address is not public.");
        }
        if (literal == null && LocalNames.contain(destination.host()) && !policy.allowsLocalNames()) {
            return new UrlDecision.Refused("The host is not a public name.");
        }
        return new UrlDecision.Good(destination);
    }

    /** The first address that may not be connected to; empty where all may. */
    public Optional<InetAddress> refused(List<InetAddress> addresses) {
        return addresses.stream().filter(address -> !allowed(address)).findFirst();
    }

    private boolean allowed(InetAddress inet) {
        var address = plain(ADDRESSES.from(inet.getAddress()));
        return PublicAddresses.contain(address) || policy.allows(address);
    }

    /** A mapped address is the IPv4 address that is connected to; settings know it as that. */
    private static IPAddress plain(IPAddress address) {
        return address.isIPv6() && address.toIPv6().isIPv4Mapped()
                ? address.toIPv6().getEmbeddedIPv4Address()
                : address;
    }
}
