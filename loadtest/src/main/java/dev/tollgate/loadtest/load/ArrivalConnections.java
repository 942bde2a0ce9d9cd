package dev.tollgate.loadtest.load;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Connections of one thread, each with at most one call in flight. A call is one write of prepared bytes and, as a
 * rule, one read: there is no decoder, no pipeline and no object for a call, since the client shares the processors
 * with what it measures.
 */
final class ArrivalConnections implements Closeable {

    private static final int READ_MAX = 1 << 16;

    /** Receives how calls were answered. */
    interface Listener {

        /**
         * A call was answered.
         *
         * @param status 599 if the connection broke
         * @param retryAfterSeconds 0 if the response did not say it
         */
        void answered(ArrivalLoad.Second second, long sentNanos, int status, int retryAfterSeconds);
    }

    private static final class Connection {
        private final SocketChannel channel;
        private final ResponseScan scan = new ResponseScan();
        private ArrivalLoad.@Nullable Second second;
        private long sentNanos;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }
    }

    private final Listener listener;
    private final Selector selector = Selector.open();
    private final Deque<Connection> free = new ArrayDeque<>();
    private final ByteBuffer arrived = ByteBuffer.allocateDirect(READ_MAX);
    private final byte[] bytes = new byte[READ_MAX];
    private int open;
    private int inFlight;
    private int lost;

    ArrivalConnections(Listener listener) throws IOException {
        this.listener = listener;
    }

    /** Opens connections, all of which are free then. */
    void connect(InetSocketAddress server, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            var channel = SocketChannel.open(server);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            var connection = new Connection(channel);
            var _ = channel.register(selector, SelectionKey.OP_READ, connection);
            free.addLast(connection);
            open++;
        }
    }

    int open() {
        return open;
    }

    int inFlight() {
        return inFlight;
    }

    boolean anyFree() {
        return !free.isEmpty();
    }

    /** Sends a call over the connection that has been free for longest; one must be. */
    void send(ByteBuffer call, ArrivalLoad.Second second) {
        var connection = free.removeFirst();
        connection.second = second;
        connection.sentNanos = System.nanoTime();
        inFlight++;
        try {
            connection.channel.write(call.rewind());
            if (call.hasRemaining()) {
                throw new IOException("the socket does not take a whole call");
            }
        } catch (IOException broken) {
            broken(connection);
        }
    }

    /** Waits for answers, at most so long, and takes all that have arrived. */
    void await(long timeoutMs) throws IOException {
        var _ = selector.select(key -> read((Connection) key.attachment()), timeoutMs);
    }

    private void read(Connection connection) {
        try {
            int count = connection.channel.read(arrived.clear());
            if (count < 0) {
                throw new IOException("the server has closed the connection");
            }
            if (count > 0 && connection.second == null) {
                // The next call must not take it for its own answer.
                throw new IOException("the server answered without a call");
            }
            arrived.flip().get(bytes, 0, count);
            if (connection.scan.take(bytes, count)) {
                answered(connection, connection.scan.status());
                free.addLast(connection);
            }
        } catch (IOException broken) {
            broken(connection);
        }
    }

    private void answered(Connection connection, int status) {
        var second = connection.second;
        if (second != null) {
            connection.second = null;
            inFlight--;
            listener.answered(second, connection.sentNanos, status, connection.scan.retryAfterSeconds());
        }
    }

    /** How many connections broke without a call since it was last asked. */
    int takeLost() {
        int since = lost;
        lost = 0;
        return since;
    }

    private void broken(Connection connection) {
        open--;
        lost += free.remove(connection) ? 1 : 0;
        try {
            connection.channel.close();
        } catch (IOException alreadyClosed) {
            // nothing is left of it
        }
        answered(connection, LoadWindow.BROKEN);
    }

    @Override
    public void close() throws IOException {
        for (var key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }
}
