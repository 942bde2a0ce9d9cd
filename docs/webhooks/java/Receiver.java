import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** Needs com.standardwebhooks:standardwebhooks:1.2.0. WEBHOOK_SECRET is what create answered: whsec_… */
public class Receiver {

    public static void main(String[] arguments) throws Exception {
        var webhook = new Webhook(System.getenv("WEBHOOK_SECRET"));
        var server = HttpServer.create(new InetSocketAddress("127.0.0.1", Integer.parseInt(System.getenv("PORT"))), 0);
        server.createContext("/", exchange -> answer(exchange, taken(exchange, webhook) ? 204 : 400));
        server.start();
        System.out.println("listening on " + server.getAddress().getPort());
    }

    /** Verifies the bytes that came; parsed and written again they would be others. */
    private static boolean taken(HttpExchange exchange, Webhook webhook) throws IOException {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = HttpHeaders.of(new TreeMap<>(exchange.getRequestHeaders()), (name, value) -> true);
        try {
            webhook.verify(body, headers);
        } catch (WebhookVerificationException notOurs) {
            return false;
        }
        // Remember webhook-id for 32 days, a day more than tollgate.webhooks.days, and do nothing for one
        // that you know; put the rest on a queue of yours.
        System.out.println("event " + exchange.getRequestHeaders().getFirst("webhook-id"));
        return true;
    }

    private static void answer(HttpExchange exchange, int status) throws IOException {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }
}
