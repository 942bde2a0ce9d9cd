package dev.tollgate.money.hold;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.embedded.RedisNode;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.FunctionLibrary;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When a copy counts as lost: servers that replicate, fail over, come back and restart. */
class RedisRunTest {

    private static final String ACCOUNT = "{run}:account";
    private static final long FAR = 1L << 40;
    private static final String[] WITH_FILE = {"appendonly yes", "repl-backlog-ttl 1", "repl-diskless-sync-delay 0"};

    /** A server and a connection to it. */
    private record Node(RedisNode server, RawRedis redis) {}

    private final List<Node> nodes = new ArrayList<>();
    private Node first;

    @BeforeEach
    void a_copy_is_current() {
        first = node();
        first.redis.must("FUNCTION", "LOAD", FunctionLibrary.source());
        first.redis.must("FCALL", "tollgate_prepare_2", 1, ACCOUNT, 1);
        long turn = Period.of(Instant.now()).next().firstBucket();
        first.redis.must(
                "FCALL", "tollgate_publish_2", 1, ACCOUNT, 1, 1, 0, turn, turn + 1_000, 100, 0, FAR, 100, FAR, 0, 0);
        assertThat(hold(first).left()).isEqualTo(99);
    }

    @AfterEach
    void stop() {
        nodes.forEach(node -> {
            node.redis.close();
            node.server.close();
        });
    }

    @Test
    void a_first_replica_that_attaches_and_a_last_that_leaves_lose_nothing() {
        var alone = history(first);
        var replica = node();
        follow(replica, first);
        var attached = history(first);
        var whileAttached = hold(first);
        replica.redis.must("REPLICAOF", "NO", "ONE");
        eventually(() -> !history(first).equals(attached));
        var detached = history(first);
        var afterwards = hold(first);

        assertThat(List.of(attached, detached))
                .as("Redis names its history anew")
                .doesNotContain(alone);
        assertThat(whileAttached.left()).isEqualTo(98);
        assertThat(afterwards.left()).isEqualTo(97);
    }

    @Test
    void a_library_that_is_replaced_loses_nothing() {
        first.redis.must("FUNCTION", "LOAD", "REPLACE", FunctionLibrary.source());

        assertThat(hold(first).left()).isEqualTo(98);
    }

    @Test
    void a_replica_that_takes_over_has_lost_the_copy() {
        var replica = node();
        follow(replica, first);

        replica.redis.must("REPLICAOF", "NO", "ONE");

        assertThat(hold(replica).code()).isEqualTo(HoldReply.LOST);
    }

    @Test
    void a_server_that_was_a_replica_meanwhile_has_lost_what_it_did_not_get_back() {
        var second = node();
        follow(second, first);
        var seen = hold(first);
        second.redis.must("REPLICAOF", "NO", "ONE");
        var unseen = hold(first);
        follow(first, second);
        first.redis.must("REPLICAOF", "NO", "ONE");

        var back = hold(first);

        assertThat(List.of(seen.left(), unseen.left())).containsExactly(98L, 97L);
        assertThat(back.code()).as("the hold that the second never got").isEqualTo(HoldReply.LOST);
    }

    @Test
    void a_server_that_followed_another_master_meanwhile_may_lack_what_that_one_wrote_last() {
        var second = node();
        follow(second, first);
        second.redis.must("REPLICAOF", "NO", "ONE");
        follow(first, second);
        first.redis.must("REPLICAOF", "NO", "ONE");

        var back = hold(first);

        assertThat(back.code()).isEqualTo(HoldReply.LOST);
    }

    @Test
    void a_server_that_was_demoted_and_followed_nobody_has_lost_nothing() {
        first.redis.must("REPLICAOF", "127.0.0.1", TestServers.freePort());
        first.redis.must("REPLICAOF", "NO", "ONE");

        assertThat(hold(first).left()).isEqualTo(98);
    }

    @Test
    void a_restarted_server_has_lost_the_copy_although_its_file_may_have_it() {
        nodes.remove(first);
        first.redis.close();
        first.server.server().stop();
        first.server.server().start();
        first = connected(first.server);

        assertThat(first.redis.must("EXISTS", ACCOUNT)).isEqualTo(1L);
        assertThat(hold(first).code()).isEqualTo(HoldReply.LOST);
    }

    @Test
    void a_flush_loses_the_copy() {
        first.redis.must("FLUSHALL");

        assertThat(hold(first).code()).isEqualTo(HoldReply.LOST);
    }

    /** With a file: what is lost is lost all the same. */
    private Node node() {
        return connected(RedisNode.start(WITH_FILE));
    }

    private Node connected(RedisNode server) {
        var node = new Node(server, new RawRedis(server.url()));
        nodes.add(node);
        return node;
    }

    private static void follow(Node replica, Node master) {
        replica.redis.must("REPLICAOF", "127.0.0.1", master.server.port());
        eventually(() -> replica.redis.text("INFO", "replication").contains("master_link_status:up"));
    }

    private static String history(Node node) {
        return node.redis
                .text("INFO", "replication")
                .lines()
                .filter(line -> line.startsWith("master_replid:"))
                .findFirst()
                .orElseThrow();
    }

    private static HoldReply hold(Node node) {
        List<?> reply = (List<?>) node.redis.must("FCALL", "tollgate_hold_8", 1, ACCOUNT, "a 1", 1);
        return HoldReply.readAt(Buffer.buffer((byte[]) reply.getFirst()), 0, false);
    }
}
