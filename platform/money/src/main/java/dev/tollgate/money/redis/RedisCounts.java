package dev.tollgate.money.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * Short-lived numbers that all gateways share, by name. A number that is lost with its Redis server is as if it had
 * never been. Futures fail while Redis is away.
 */
public final class RedisCounts {

    private static final String PREFIX = "tollgate:";

    private final RedisFunctions functions;

    public RedisCounts(RedisFunctions functions) {
        this.functions = functions;
    }

    /** The number of a name; empty for none. */
    public Future<Optional<Long>> kept(String name) {
        return functions
                .send(PREFIX + name, () -> Request.cmd(Command.GET).arg(PREFIX + name))
                .map(reply -> reply == null ? Optional.empty() : Optional.of(reply.toLong()));
    }

    /** Keeps a number for a time; false, and nothing changes, if the name has one. */
    public Future<Boolean> keep(String name, long number, Duration life) {
        return functions
                .send(
                        PREFIX + name,
                        () -> Request.cmd(Command.SET)
                                .arg(PREFIX + name)
                                .arg(number)
                                .arg("NX")
                                .arg("PX")
                                .arg(Math.max(1, life.toMillis())))
                .map(reply -> reply != null);
    }

    /** Forgets the number of a name. */
    public Future<Void> forget(String name) {
        return functions
                .send(PREFIX + name, () -> Request.cmd(Command.DEL).arg(PREFIX + name))
                .mapEmpty();
    }

    /** Adds to the count of a name unless it would exceed a maximum; false, and nothing is added, if it would. */
    public Future<Boolean> add(String name, long more, long most, Duration life) {
        return functions
                .send(
                        PREFIX + name,
                        () -> RedisFunctions.fcall("tollgate_count_2", 1)
                                .arg(PREFIX + name)
                                .arg(more)
                                .arg(most)
                                .arg(Math.max(1, life.toMillis())))
                .map(reply -> reply != null && reply.toInteger() == 1);
    }
}
