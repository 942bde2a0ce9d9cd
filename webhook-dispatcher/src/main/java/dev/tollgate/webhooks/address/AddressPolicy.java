package dev.tollgate.webhooks.address;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import java.util.ArrayList;
import java.util.List;

/**
 * Exceptions by settings to "public internet by https only".
 *
 * @param allowHttp whether plain http may be used
 * @param allowedAddresses blocks that may be sent to although they are not public
 * @param allowedPorts every port that may be sent to
 */
public record AddressPolicy(boolean allowHttp, List<IPAddress> allowedAddresses, List<PortRange> allowedPorts) {

    /** Ports from one to another, both included. */
    public record PortRange(int first, int last) {

        static final int PORT_MAX = 65_535;

        public PortRange {
            if (first < 1 || last > PORT_MAX || first > last) {
                throw new IllegalArgumentException(first + "-" + last + " is no range of ports");
            }
        }
    }

    public AddressPolicy {
        allowedAddresses = List.copyOf(allowedAddresses);
        allowedPorts = List.copyOf(allowedPorts);
    }

    /**
     * The policy of settings.
     *
     * @param addresses each an address or a block such as {@code 10.1.0.0/16}
     * @param ports each a port or a range such as {@code 8000-8999}
     * @throws IllegalArgumentException naming everything that is neither
     */
    public static AddressPolicy of(boolean allowHttp, List<String> addresses, List<String> ports) {
        var faults = new ArrayList<String>();
        var blocks = new ArrayList<IPAddress>();
        for (var text : addresses) {
            var block = new IPAddressString(text.strip()).getAddress();
            if (block == null || !(block.isPrefixed() || !block.isMultiple())) {
                faults.add(text + " is neither an address nor a block of addresses");
            } else {
                blocks.add(block.toPrefixBlock());
            }
        }
        var ranges = new ArrayList<PortRange>();
        for (var text : ports) {
            try {
                var ends = text.strip().split("-", 2);
                ranges.add(new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1])));
            } catch (IllegalArgumentException neither) {
                faults.add(text + " is neither a port nor a range of ports");
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", faults));
        }
        return new AddressPolicy(allowHttp, blocks, ranges);
    }

    boolean allowsPort(int port) {
        return allowedPorts.stream().anyMatch(range -> range.first() <= port && port <= range.last());
    }

    boolean allows(IPAddress address) {
        return allowedAddresses.stream().anyMatch(block -> block.contains(address));
    }

    /** Whether names that never leave a site may be meant. */
    boolean allowsLocalNames() {
        return !allowedAddresses.isEmpty();
    }
}
