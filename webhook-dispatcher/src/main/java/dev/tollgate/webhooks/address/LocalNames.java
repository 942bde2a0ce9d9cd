package dev.tollgate.webhooks.address;

import java.util.Set;

/** Names that mean something only inside a machine or a site: they resolve, if at all, to what is not ours to call. */
final class LocalNames {

    private static final Set<String> LAST_LABELS = Set.of(
            "localhost",
            "local",
            "localdomain",
            "internal",
            "intranet",
            "private",
            "corp",
            "home",
            "lan",
            "onion",
            "alt",
            "invalid");

    private static final Set<String> DOMAINS = Set.of("home.arpa", "svc.cluster", "cluster.local");

    private LocalNames() {}

    /** Whether a host in lower case is one; so is every name without a dot. */
    static boolean contain(String host) {
        int dot = host.lastIndexOf('.');
        return dot < 0
                || LAST_LABELS.contains(host.substring(dot + 1))
                || DOMAINS.stream().anyMatch(domain -> host.equals(domain) || host.endsWith("." + domain));
    }
}
