package dev.tollgate.fuzz;

import dev.tollgate.gateway.access.ClientAddresses;
import io.netty.util.NetUtil;
import java.util.List;

/** Nobody but a trusted proxy says where a call comes from, whatever stands in the header. */
public final class ForwardedFuzz {

    private static final String PROXY = "10.1.2.3";
    private static final String STRANGER = "203.0.113.7";
    private static final ClientAddresses ADDRESSES = new ClientAddresses(List.of("10.0.0.0/8", "fd00::/8"));

    private ForwardedFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var header = Property.text(input);
        Property.holds(ADDRESSES.client(STRANGER, header).equals(STRANGER), "a stranger says nothing about itself");
        var client = ADDRESSES.client(PROXY, header);
        Property.holds(
                client.equals(PROXY)
                        || (header.contains(client) && NetUtil.createByteArrayFromIpAddressString(client) != null),
                "a client is an address that the header names: " + client);
        Property.holds(
                ADDRESSES.client(PROXY, header + ", " + STRANGER).equals(STRANGER),
                "what stands left of a stranger is not believed");
    }
}
