package dev.tollgate.money.redis;

import dev.tollgate.runtime.settings.RedisDeclaration;
import dev.tollgate.runtime.settings.SettingsRejected;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where Redis is: one server, or a cluster by some of its nodes, which name the others.
 *
 * @param urls of one server, or of nodes of a cluster; user, password and TLS of the first one are those of all nodes
 */
public record RedisAddress(List<String> urls, boolean cluster) {

    private static final int PORT = 6379;

    public RedisAddress {
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new SettingsRejected(List.of("tollgate.redis.url is empty."));
        }
        if (urls.size() > 1 && !cluster) {
            throw new SettingsRejected(List.of("tollgate.redis.url names " + urls.size()
                    + " servers: name one, or set tollgate.redis.cluster to true if they are nodes of a cluster."));
        }
    }

    /** Of the settings. */
    public static RedisAddress of(RedisDeclaration declared) {
        return new RedisAddress(
                Stream.of(declared.url().split(",", -1))
                        .map(String::strip)
                        .filter(url -> !url.isEmpty())
                        .toList(),
                declared.cluster());
    }

    /** Of one server. */
    public static RedisAddress of(String url) {
        return new RedisAddress(List.of(url), false);
    }

    /** The nodes that are known from the start, as {@code host:port}. */
    List<String> seeds() {
        return urls.stream().map(RedisAddress::hostPort).toList();
    }

    /** The URL of another node of the cluster. */
    String url(String hostPort) {
        URI first = URI.create(urls.getFirst());
        String login = first.getRawUserInfo() == null ? "" : first.getRawUserInfo() + '@';
        String query = first.getRawQuery() == null ? "" : '?' + first.getRawQuery();
        return first.getScheme() + "://" + login + hostPort + query;
    }

    private static String hostPort(String url) {
        URI parsed = URI.create(url);
        return parsed.getHost() + ':' + (parsed.getPort() < 0 ? PORT : parsed.getPort());
    }

    /** Shows no password. */
    @Override
    public String toString() {
        return (cluster ? "cluster " : "") + seeds();
    }
}
