package dev.tollgate.webhooks.delivery;

import io.netty.resolver.HostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.resolver.NameResolver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * The hosts file, then DNS as this process knows it, with its cache and for as long as a record lives. Names are
 * absolute: the search domains of the machine do not turn a stranger's name into one of its site.
 */
final class DnsNames implements HostResolver {

    private final NameResolver resolver;

    DnsNames(Vertx vertx) {
        resolver = ((VertxInternal) vertx).nameResolver();
    }

    @Override
    public Future<List<InetAddress>> addresses(String host) {
        var known = HostsFileEntriesResolver.DEFAULT.address(host, ResolvedAddressTypes.IPV4_PREFERRED);
        if (known != null) {
            return Future.succeededFuture(List.of(known));
        }
        Promise<List<InetSocketAddress>> found = Promise.promise();
        resolver.resolveAll(host + ".", found::handle);
        return found.future()
                .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
    }
}
