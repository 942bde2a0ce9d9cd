package dev.tollgate.loadtest.receiver;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import java.io.IOException;
import java.util.Arrays;

/** The receiver as a process of its own. */
public final class ReceiverMain {

    /** Printed when it listens. */
    public static final String READY = "receiver ready";

    private ReceiverMain() {}

    /** Arguments: the ports. */
    public static void main(String[] arguments) throws IOException {
        var vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        var listeners = Arrays.stream(arguments)
                .map(port -> new NetServerOptions().setHost("127.0.0.1").setPort(Integer.parseInt(port)))
                .toList();
        MockReceiver.start(vertx, listeners)
                .onSuccess(_ -> System.out.println(READY))
                .onFailure(failure -> {
                    System.err.println(failure.getMessage());
                    System.exit(1);
                });
        while (System.in.read() >= 0) {
            // the parent process is still there
        }
        System.exit(0);
    }
}
