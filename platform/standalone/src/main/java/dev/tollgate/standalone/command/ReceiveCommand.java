package dev.tollgate.standalone.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.webhooks.intake.EventBody;
import dev.tollgate.webhooks.signature.Signature;
import dev.tollgate.webhooks.signature.SigningKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A receiver of webhooks on this machine: prints a line of JSON per delivery and says whether its signature is good.
 * One delivery at a time; bodies are never printed.
 */
@Command(
        name = "receive",
        description = "receives webhooks on loopback, verifies their signatures and prints a line for each")
public final class ReceiveCommand implements Callable<Integer> {
    private static final String SECRET = "TOLLGATE_WEBHOOK_SECRET";
    private static final int BACKLOG = 64;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "default ${DEFAULT-VALUE}, which takes a free one and prints it")
    private int port;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            defaultValue = "204",
            description = "what good deliveries are answered with; default ${DEFAULT-VALUE}")
    private int status;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        var out = spec.commandLine().getOut();
        var key = key(System.getenv(SECRET));
        server.createContext("/", exchange -> take(exchange, key, out));
        server.start();
        out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    private SigningKey key(@Nullable String secret) {
        return SigningKey.parsed("own", secret == null ? "" : secret)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(),
                        SECRET + " must be the webhook's secret: whsec_ and 24 to 64 bytes in base64"));
    }

    private void take(HttpExchange exchange, SigningKey key, PrintWriter out) throws IOException {
        try (exchange) {
            var body = exchange.getRequestBody().readNBytes(EventBody.BYTES_MAX + 1);
            var verified = body.length <= EventBody.BYTES_MAX && verified(exchange, body, key);
            var line = new LinkedHashMap<String, Object>();
            line.put("webhook_id", header(exchange, "webhook-id"));
            line.put("type", verified ? type(body) : "");
            line.put("bytes", body.length);
            line.put("verified", verified);
            exchange.sendResponseHeaders(verified ? status : 401, -1);
            out.println(Json.text(line));
            out.flush();
        }
    }

    private static boolean verified(HttpExchange exchange, byte[] body, SigningKey key) {
        try {
            var received = new Signature.Received(
                    header(exchange, "webhook-id"),
                    Instant.ofEpochSecond(Long.parseLong(header(exchange, "webhook-timestamp"))),
                    header(exchange, "webhook-signature"));
            return new Signature()
                    .verified(received, body, List.of(key), Clock.systemUTC().instant());
        } catch (NumberFormatException | DateTimeException noTime) {
            return false;
        }
    }

    private static String type(byte[] body) {
        try {
            return Json.MAPPER.readTree(body).path("type").asText();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        var value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }
}
