package dev.tollgate.runtime.postgres;

import static dev.tollgate.runtime.Awaiting.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The wire between us and PostgreSQL, with faults to switch on. */
public final class FaultyWire {
    private final NetServer server;
    private final NetClient client;
    private final PostgresSettings behind;
    private volatile @Nullable String lastRequest;
    private volatile @Nullable String heldRequest;
    private volatile @Nullable NetSocket held;
    private volatile boolean swallowListenReply;
    private volatile boolean silent;

    public FaultyWire(Vertx vertx, PostgresSettings behind) {
        this.behind = behind;
        this.client = vertx.createNetClient();
        this.server = vertx.createNetServer().connectHandler(this::join);
        await(server.listen(0, "127.0.0.1"));
    }

    public PostgresSettings settings() {
        return new PostgresSettings(
                "127.0.0.1", server.actualPort(), behind.database(), behind.user(), behind.password());
    }

    /** COMMIT reaches the server; its answer does not come back, for the wire breaks first. */
    void swallowCommitReply() {
        swallowReplyTo("COMMIT");
    }

    /** The same for the first request that has this text. */
    void swallowReplyTo(String text) {
        lastRequest = text;
    }

    /** The next request that has this text reaches the server; what comes back on its connection waits. */
    public void holdRepliesTo(String text) {
        heldRequest = text;
    }

    /** What waits comes now. */
    public void letReplies() {
        var waiting = held;
        if (waiting != null) {
            waiting.resume();
        }
    }

    /** The next LISTEN reaches the server; nothing comes back on its connection any more, which stays open. */
    void swallowListenReply() {
        swallowListenReply = true;
    }

    /** Whether a LISTEN that is to be swallowed has not come yet. */
    boolean awaitsListen() {
        return swallowListenReply;
    }

    /** Nothing comes back any more, and nobody says why. */
    void silence() {
        silent = true;
    }

    private void join(NetSocket near) {
        near.pause();
        client.connect(behind.port(), behind.host()).onSuccess(far -> {
            far.handler(buffer -> back(near, far, buffer));
            far.closeHandler(_ -> near.close().onFailure(_ -> {}));
            near.closeHandler(_ -> far.close().onFailure(_ -> {}));
            near.handler(buffer -> there(near, far, buffer));
            near.resume();
        });
    }

    private void there(NetSocket near, NetSocket far, Buffer buffer) {
        var last = lastRequest;
        if (last != null && buffer.toString(StandardCharsets.ISO_8859_1).contains(last)) {
            far.handler(_ -> near.close().onFailure(_ -> {}));
        }
        if (swallowListenReply && buffer.toString(StandardCharsets.ISO_8859_1).contains("LISTEN")) {
            swallowListenReply = false;
            far.handler(_ -> {});
        }
        var late = heldRequest;
        if (late != null && buffer.toString(StandardCharsets.ISO_8859_1).contains(late)) {
            heldRequest = null;
            held = far.pause();
        }
        far.write(buffer).onFailure(_ -> {});
    }

    private void back(NetSocket near, NetSocket far, Buffer buffer) {
        if (!silent) {
            near.write(buffer).onFailure(_ -> far.close().onFailure(_ -> {}));
        }
    }
}
