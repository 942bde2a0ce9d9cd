package dev.tollgate.loadtest.baselines.postgres;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.time.Clock;

/**
 * The hand-written service as a process. The database is named by the usual PG variables. It lives until its standard
 * input closes, so it never outlives its parent.
 */
public final class PostgresServer {

    private PostgresServer() {}

    /** Arguments: port, event loops, contacts to have. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int loops = Integer.parseInt(arguments[1]);
        int rows = Integer.parseInt(arguments[2]);
        var database = BaselineService.options(System.getenv());
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        var pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(database)
                .using(vertx)
                .build();
        var _ = BaselineSchema.prepare(pool, rows)
                .compose(_ -> pool.close())
                .compose(_ -> vertx.deployVerticle(
                        () -> new BaselineService(port, database, Clock.systemUTC()),
                        new DeploymentOptions().setInstances(loops)))
                .onSuccess(_ -> System.out.println(
                        "listening on " + port + ", native transport: " + vertx.isNativeTransportEnabled()))
                .onFailure(cause -> {
                    System.err.println("not started: " + cause);
                    System.exit(1);
                });
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }
}
