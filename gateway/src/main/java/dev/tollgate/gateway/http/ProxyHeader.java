package dev.tollgate.gateway.http;

import dev.tollgate.gateway.access.ClientAddresses;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyProtocolVersion;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import org.jspecify.annotations.Nullable;

/**
 * Takes the header of PROXY protocol version 2 that a trusted proxy must begin with. A connection that the proxy makes
 * for itself ({@code LOCAL}), such as a health check, or for a client without an IP address is the proxy's own.
 */
final class ProxyHeader extends SimpleChannelInboundHandler<HAProxyMessage> {

    private final ConnectionState connection;
    private final ClientAddresses addresses;

    ProxyHeader(ConnectionState connection, ClientAddresses addresses) {
        this.connection = connection;
        this.addresses = addresses;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
        if (header.protocolVersion() == HAProxyProtocolVersion.V2) {
            connection.openFor(client(header, addresses));
        } else {
            connection.refuse();
        }
        context.pipeline().remove(this);
    }

    /** The client that a header names; null for the proxy itself. */
    static ClientAddresses.@Nullable Peer client(HAProxyMessage header, ClientAddresses addresses) {
        var family = header.proxiedProtocol().addressFamily();
        return header.command() == HAProxyCommand.PROXY
                        && (family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6)
                ? new ClientAddresses.Peer(
                        addresses.peer(header.sourceAddress()).address(), false)
                : null;
    }

    /** The decoder has found no header, and has closed the connection. */
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.pipeline().remove(this);
        connection.refuse();
    }
}
