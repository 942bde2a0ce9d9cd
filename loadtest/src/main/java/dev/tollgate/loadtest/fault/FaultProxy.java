package dev.tollgate.loadtest.fault;

import dev.tollgate.embedded.FreePort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on loopback between clients and one server, whose connections can be disturbed. A fault acts at once on
 * all connections and on new ones, until the next fault is set. The server may be replaced: connections that are open
 * stay with the old one.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int CONNECT_MAX_MS = 1_000;
    private static final int BACKLOG = 256;

    private final int port = FreePort.orAny(0);
    private final ServerSocket listener;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
    private final Object changed = new Object();
    private volatile LinkFault fault = LinkFault.NONE;
    private volatile CountDownLatch struck = new CountDownLatch(1);
    private volatile int serverPort;

    /** Listens; without a server it resets connections. */
    public FaultProxy() throws IOException {
        listener = new ServerSocket();
        listener.setReuseAddress(true);
        listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        threads.execute(this::accept);
    }

    public int port() {
        return port;
    }

    /** New connections go to this port of loopback. */
    public void to(int newServerPort) {
        serverPort = newServerPort;
    }

    /** Replaces the fault; {@link LinkFault#NONE} ends it. */
    void set(LinkFault next) {
        synchronized (changed) {
            struck = new CountDownLatch(1);
            fault = next;
            changed.notifyAll();
        }
        switch (next) {
            case LinkFault.Reset _ -> connections.forEach(ProxiedConnection::reset);
            case LinkFault.HalfClose _ -> connections.forEach(ProxiedConnection::endReplies);
            case LinkFault.CutAfter(long bytes) -> connections.forEach(one -> one.cutAfter(bytes));
            case LinkFault.None _ -> connections.forEach(ProxiedConnection::endCut);
            case LinkFault.Delay _, LinkFault.BlackHole _, LinkFault.OnText _ -> {}
        }
    }

    LinkFault fault() {
        return fault;
    }

    /** Resets all connections once; new ones are served. */
    void resetAll() {
        connections.forEach(ProxiedConnection::reset);
    }

    /** Whether the {@link LinkFault.OnText} that was set last has struck within this time. */
    boolean awaitStruck(Duration most) throws InterruptedException {
        return struck.await(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes the fault for one connection: true for the first one that asks. */
    boolean strike(LinkFault.OnText seen) {
        CountDownLatch latch;
        synchronized (changed) {
            if (!fault.equals(seen)) {
                return false;
            }
            fault = LinkFault.NONE;
            latch = struck;
        }
        seen.action().run();
        latch.countDown();
        return true;
    }

    /** Waits while nothing may pass; returns the fault that acts then. */
    LinkFault awaitPassable() throws InterruptedException {
        synchronized (changed) {
            while (fault instanceof LinkFault.BlackHole && !listener.isClosed()) {
                changed.wait();
            }
            return fault;
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                var client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException closedOrReset) {
                // the loop ends when the listener is closed
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                var server = new Socket()) {
            var acting = awaitPassable();
            if (acting instanceof LinkFault.Reset) {
                client.setSoLinger(true, 0);
                return;
            }
            server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), CONNECT_MAX_MS);
            var connection = new ProxiedConnection(this, client, server);
            connections.add(connection);
            try {
                connection.begin(acting);
                threads.execute(() -> connection.pump(false));
                connection.pump(true);
                connection.awaitEnd();
            } finally {
                connections.remove(connection);
            }
        } catch (IOException broken) {
            ProxiedConnection.reset(client);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Resets all connections. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException closed) {
            // it takes no connections any more
        }
        set(LinkFault.NONE);
        resetAll();
        threads.shutdownNow();
    }
}
