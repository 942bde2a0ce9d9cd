package dev.tollgate.loadtest.baselines.mcpsdk;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.RedisClient;

/** The same function of Redis that a call of ours asks, with the same arguments, on a pool of connections. */
final class RedisHold implements AutoCloseable {

    private static final byte[] FUNCTION = bytes("tollgate_hold_8");
    /** The terms (no budget, price, and of each limit rate, length of the name, and name), and the number of calls. */
    private static final List<byte[]> ARGUMENTS =
            List.of(bytes("a 100 100000 6 tenant 100000 10 credential"), bytes("1"));

    private static final double ADMITTED = 0;

    private final RedisClient redis;
    private final List<byte[]> keys;

    /**
     * Connects when first used.
     *
     * @param url of Redis, with its password
     * @param tenant whose account pays, in its text form
     * @param connections at most
     */
    RedisHold(String url, String tenant, int connections) {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        var at = URI.create(url);
        this.redis = RedisClient.builder()
                .hostAndPort(at.getHost(), at.getPort())
                .clientConfig(DefaultJedisClientConfig.builder(at).build())
                .poolConfig(pool)
                .build();
        this.keys = List.of(bytes('{' + tenant + "}:account"));
    }

    /** Whether the price is held now; the verdict is the first number of the answer. */
    boolean admitted() {
        return redis.fcall(FUNCTION, keys, ARGUMENTS) instanceof List<?> answers
                && answers.getFirst() instanceof byte[] packed
                && ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN).getDouble() == ADMITTED;
    }

    @Override
    public void close() {
        redis.close();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
