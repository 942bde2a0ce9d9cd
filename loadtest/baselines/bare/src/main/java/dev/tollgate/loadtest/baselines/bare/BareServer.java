package dev.tollgate.loadtest.baselines.bare;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A Vert.x HTTP server that answers every request alike: no routing, prepared headers. Header validation is on, as it
 * is in the gateway. It lives until its standard input closes, so it never outlives its parent process.
 */
public final class BareServer extends VerticleBase {

    private static final String LOOPBACK = "127.0.0.1";

    private final int port;
    private final RecordedAnswer answer;

    private BareServer(int port, RecordedAnswer answer) {
        this.port = port;
        this.answer = answer;
    }

    /** Arguments: port, event loops, file with the recorded answer. */
    public static void main(String[] arguments) throws IOException {
        int port = Integer.parseInt(arguments[0]);
        int loops = Integer.parseInt(arguments[1]);
        var answer = RecordedAnswer.read(Path.of(arguments[2]));
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops).setPreferNativeTransport(true));
        var _ = vertx.deployVerticle(() -> new BareServer(port, answer), new DeploymentOptions().setInstances(loops))
                .onSuccess(_ -> System.out.println(
                        "listening on " + port + ", native transport: " + vertx.isNativeTransportEnabled()))
                .onFailure(cause -> {
                    System.err.println("not started: " + cause.getMessage());
                    System.exit(1);
                });
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }

    @Override
    public Future<?> start() {
        return vertx.createHttpServer()
                .requestHandler(request -> answer.give(request.response()))
                .listen(port, LOOPBACK);
    }
}
