package dev.tollgate.gateway.money;

import dev.tollgate.embedded.TestServers;
import dev.tollgate.gateway.fixture.GatewayFixture;
import dev.tollgate.money.rating.Period;
import dev.tollgate.money.redis.FunctionLibrary;
import dev.tollgate.money.redis.RedisFunctions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/**
 * A gateway and a meter whose time a test moves, and with it the clock of their Redis. It starts a little before the
 * end of a month.
 */
final class TimeMachine implements AutoCloseable {

    static final Duration BEFORE_MONTH_END = Duration.ofMinutes(20);

    private final Vertx vertx = Vertx.vertx();
    private final TestServers.OwnRedis redis = TestServers.startRedis();
    private volatile Duration ahead = toMonthEnd();
    final Instant monthEnd = Period.of(now()).end();
    final GatewayFixture gateway = GatewayFixture.start(
            Map.of(
                    "tollgate.redis.url",
                    redis.url(),
                    "tollgate.prices.later.effective",
                    monthEnd.plus(Duration.ofHours(1)).toString(),
                    "tollgate.prices.later.micros.\"rest.write\"",
                    "250"),
            (InstantSource) this::now);

    TimeMachine() {
        load();
    }

    private static Duration toMonthEnd() {
        var now = InstantSource.system().instant();
        return Duration.between(now, Period.of(now).end()).minus(BEFORE_MONTH_END);
    }

    Instant now() {
        return InstantSource.system().instant().plus(ahead);
    }

    /** Time goes on, never back. */
    void moveTo(Instant instant) {
        var more = Duration.between(now(), instant);
        if (more.isPositive()) {
            ahead = ahead.plus(more);
            load();
        }
    }

    void move(Duration time) {
        moveTo(now().plus(time));
    }

    /** A newer version than the gateway's own, which leaves it alone. */
    private void load() {
        var library =
                FunctionLibrary.source(ahead.toMillis()).replaceFirst("name=tollgate_\\d+", "name=tollgate_99999999");
        Future.<Void>future(promise -> vertx.getOrCreateContext().runOnContext(_ -> {
                    var functions = RedisFunctions.open(vertx, redis.url(), library);
                    functions.load().eventually(functions::close).onComplete(promise);
                }))
                .await();
    }

    @Override
    public void close() {
        gateway.close();
        redis.close();
        vertx.close().await();
    }
}
