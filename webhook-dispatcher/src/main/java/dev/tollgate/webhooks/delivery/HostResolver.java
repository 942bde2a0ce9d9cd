package dev.tollgate.webhooks.delivery;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/** Resolves the names of hosts. */
@FunctionalInterface
interface HostResolver {

    /** Every address of a host; fails where it has none. Completes on the caller's event loop. */
    Future<List<InetAddress>> addresses(String host);
}
