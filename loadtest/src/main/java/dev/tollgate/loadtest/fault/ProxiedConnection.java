package dev.tollgate.loadtest.fault;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** One connection of a {@link FaultProxy}: a socket to each side, and a thread for each direction. */
final class ProxiedConnection {

    private static final int PIECE_BYTES = 64 << 10;
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final FaultProxy proxy;
    private final Socket client;
    private final Socket server;
    private final AtomicLong repliesLeft = new AtomicLong(UNLIMITED);
    private final CountDownLatch directions = new CountDownLatch(2);
    private volatile boolean repliesEnded;

    ProxiedConnection(FaultProxy proxy, Socket client, Socket server) throws IOException {
        this.proxy = proxy;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    /** What acts on a connection from its begin. */
    void begin(LinkFault fault) {
        if (fault instanceof LinkFault.CutAfter(long bytes)) {
            cutAfter(bytes);
        } else if (fault instanceof LinkFault.HalfClose) {
            endReplies();
        }
    }

    /** Passes pieces on until a side ends or the connection is cut. */
    void pump(boolean requests) {
        var from = requests ? client : server;
        var to = requests ? server : client;
        var piece = new byte[PIECE_BYTES];
        try {
            var in = from.getInputStream();
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                pass(requests, to, piece, length);
            }
            if (requests || !repliesEnded) {
                to.shutdownOutput();
            }
        } catch (IOException broken) {
            reset();
        } catch (InterruptedException stop) {
            reset();
            Thread.currentThread().interrupt();
        } finally {
            directions.countDown();
        }
    }

    /** Returns when both directions have ended. */
    void awaitEnd() throws InterruptedException {
        directions.await();
    }

    private void pass(boolean requests, Socket to, byte[] piece, int length) throws IOException, InterruptedException {
        var fault = proxy.awaitPassable();
        if (fault instanceof LinkFault.Delay(Duration latency, Duration jitter) && !requests) {
            Thread.sleep(latency.toMillis() + ThreadLocalRandom.current().nextLong(jitter.toMillis() + 1));
            fault = proxy.awaitPassable();
        }
        if (fault instanceof LinkFault.OnText onText
                && onText.reply() != requests
                && contains(piece, length, onText.text())
                && proxy.strike(onText)) {
            throw new IOException("struck");
        }
        if (requests || !repliesEnded) {
            write(requests, to, piece, length);
        }
    }

    private void write(boolean requests, Socket to, byte[] piece, int length) throws IOException {
        long left = requests ? UNLIMITED : repliesLeft.get();
        to.getOutputStream().write(piece, 0, (int) Math.min(length, left));
        if (left != UNLIMITED && repliesLeft.addAndGet(-length) <= 0) {
            throw new IOException("cut");
        }
    }

    private static boolean contains(byte[] piece, int length, String text) {
        return new String(piece, 0, length, StandardCharsets.ISO_8859_1).contains(text);
    }

    void cutAfter(long replyBytes) {
        repliesLeft.set(replyBytes);
    }

    void endCut() {
        repliesLeft.set(UNLIMITED);
    }

    void endReplies() {
        repliesEnded = true;
        try {
            client.shutdownOutput();
        } catch (IOException ended) {
            // the client has gone
        }
    }

    void reset() {
        reset(client);
        reset(server);
    }

    /** Closes a socket so that its peer gets a reset. */
    static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException ended) {
            // it is closed
        }
    }
}
