package dev.tollgate.gateway.http;

import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.access.ClientAddresses;
import dev.tollgate.gateway.access.ClientAddresses.Source;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A header of PROXY protocol names at most one client, by an address in its one spelling, however the bytes come in.
 */
public final class ProxyHeaderFuzz {

    private static final ClientAddresses ADDRESSES =
            new ClientAddresses(List.of("10.0.0.0/8", "fd00::/8"), Source.PROXY_PROTOCOL);
    private static final byte[] SIGNATURE = "\r\n\r\n\0\r\nQUIT\n".getBytes(StandardCharsets.ISO_8859_1);

    private ProxyHeaderFuzz() {}

    /** What follows the signature of version 2. */
    public static void fuzzerTestOneInput(byte[] input) {
        var bytes = Arrays.copyOf(SIGNATURE, SIGNATURE.length + input.length);
        System.arraycopy(input, 0, bytes, SIGNATURE.length, input.length);

        var clients = clients(bytes, bytes.length);

        Property.holds(clients.size() <= 1, "a connection has at most one client");
        Property.holds(clients.equals(clients(bytes, 1)), "bytes that come one by one name the same client");
        clients.forEach(client -> Property.holds(
                !client.trusted() && ADDRESSES.peer(client.address()).address().equals(client.address()),
                "a client is no proxy, and its address has one spelling: " + client));
    }

    /** The clients that the headers in these bytes name, which come in parts of so many. */
    private static List<ClientAddresses.Peer> clients(byte[] bytes, int part) {
        var clients = new ArrayList<ClientAddresses.Peer>();
        var channel = new EmbeddedChannel(
                new HAProxyMessageDecoder(HttpConnections.PROXY_EXTENSIONS_BYTES_MAX), new Clients(clients));
        for (int at = 0; at < bytes.length && channel.isOpen(); at += part) {
            var _ = channel.writeInbound(Unpooled.wrappedBuffer(bytes, at, Math.min(part, bytes.length - at)));
        }
        var _ = channel.finishAndReleaseAll();
        return clients;
    }

    /** In the place of {@link ProxyHeader}, which needs a connection. */
    private static final class Clients extends SimpleChannelInboundHandler<HAProxyMessage> {
        private final List<ClientAddresses.Peer> clients;

        Clients(List<ClientAddresses.Peer> clients) {
            this.clients = clients;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HAProxyMessage header) {
            var client = ProxyHeader.client(header, ADDRESSES);
            if (client != null) {
                clients.add(client);
            }
        }

        /** The decoder has found no header. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            var _ = context.close();
        }
    }
}
