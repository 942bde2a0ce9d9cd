package dev.tollgate.fuzz;

import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.access.ClientAddresses.Source;
import java.util.ArrayList;
import java.util.List;

/**
 * Only a trusted proxy determines the client address, whatever the header lines contain; nothing that a client sends
 * hides what a proxy adds. Addresses are canonical.
 */
public final class ForwardedFuzz {

    private static final String PROXY = "10.1.2.3";
    private static final String STRANGER = "203.0.113.7";
    private static final List<String> TRUSTED = List.of("10.0.0.0/8", "fd00::/8");
    private static final ClientAddresses BY_LIST = new ClientAddresses(TRUSTED, Source.X_FORWARDED_FOR);
    private static final ClientAddresses BY_ELEMENTS = new ClientAddresses(TRUSTED, Source.FORWARDED);

    private ForwardedFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var lines = Property.text(input).lines().toList();
        holds(BY_LIST, lines, STRANGER);
        holds(BY_ELEMENTS, lines, "for=" + STRANGER);
    }

    private static void holds(ClientAddresses addresses, List<String> lines, String added) {
        Property.holds(client(addresses, STRANGER, lines).equals(STRANGER), "a stranger says nothing about itself");
        var client = client(addresses, PROXY, lines);
        Property.holds(addresses.peer(client).address().equals(client), "an address has one spelling: " + client);
        var more = new ArrayList<>(lines);
        more.add(added);
        Property.holds(client(addresses, PROXY, more).equals(STRANGER), "what a proxy adds is read first");
    }

    private static String client(ClientAddresses addresses, String peer, List<String> lines) {
        return addresses.client(addresses.peer(peer), _ -> lines);
    }
}
