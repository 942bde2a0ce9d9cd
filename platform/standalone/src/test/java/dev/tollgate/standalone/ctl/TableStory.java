package dev.tollgate.standalone.ctl;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import dev.tollgate.standalone.dev.DevProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Two tenants with a little of everything: Acme has calls and a top-up, Bolt a webhook whose receiver fails the second
 * time. Each call is booked before the next, so that books and lists are always the same.
 */
final class TableStory implements AutoCloseable {
    private static final String NEW_TASK = "{\"title\":\"Call Ada\"}";

    private final CtlRun ctl;
    private final String api;
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer receiver;

    /** The story against a running Tollgate. */
    TableStory(DevProcess dev, CtlRun ctl) throws IOException {
        this.ctl = ctl;
        this.api = dev.facts().path("api").asText();
        var received = new AtomicInteger();
        receiver = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        receiver.createContext("/", exchange -> {
            try (exchange) {
                var _ = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(received.incrementAndGet() == 1 ? 204 : 500, -1);
            }
        });
        receiver.start();
    }

    /** Ids that commands name: of the key with calls, and of the call whose delivery failed and that delivery. */
    Map<String, String> play() throws Exception {
        done("tenants", "create", "--name", "Acme", "--kind", "team", "--plan", "team");
        done("workspaces", "create", "--tenant", "Acme", "--name", "Acme sandbox");
        var key = acme();
        done("tenants", "create", "--name", "Bolt", "--kind", "team", "--plan", "developer");
        return Map.of("key_…", key, "req_…", bolt(), "dlv_…", latestDelivery());
    }

    private String acme() throws Exception {
        open("Acme", "production");
        var orders = json(
                "api-keys",
                "create",
                "--name",
                "orders-server",
                "--scopes",
                "crm:read,crm:write,tasks:read,tasks:write");
        done("api-keys", "create", "--name", "reporting", "--scopes", "tasks:read,usage:read");
        var key = orders.path("id").asText();
        var secret = orders.path("secret").asText();
        var _ = call(201, secret, "POST", "/v1/tasks");
        spent(100);
        var _ = call(200, secret, "GET", "/v1/tasks");
        spent(120);
        var _ = call(403, secret, "GET", "/v1/usage");
        done("top-ups", "create", "--tenant", "Acme", "--amount-micros", "5000000");
        eventually(() -> json("audit-events", "list", "--tenant", "Acme", "--actor-id", key)
                        .size()
                == 3);
        eventually(() -> json("api-keys", "get", key).has("last_used_at"));
        return key;
    }

    private String bolt() throws Exception {
        open("Bolt", "production");
        done("webhooks", "create", "--name", "Orders", "--event-types", "task.*", "--url", url());
        var secret = json("api-keys", "create", "--name", "orders", "--scopes", "tasks:write")
                .path("secret")
                .asText();
        var _ = call(201, secret, "POST", "/v1/tasks");
        eventually(() -> latestStatus().equals("succeeded"));
        spent(150);
        var request = call(201, secret, "POST", "/v1/tasks");
        eventually(() -> latestStatus().equals("retrying"));
        spent(300);
        return request;
    }

    private String url() {
        return "http://127.0.0.1:" + receiver.getAddress().getPort() + "/";
    }

    private void open(String tenant, String name) throws Exception {
        done("workspaces", "create", "--tenant", tenant, "--name", tenant + ' ' + name, "--slug", name);
        done("use", tenant + '/' + name);
        for (var module : new String[] {"tasks", "crm", "integrations"}) {
            done("modules", "set", module, "--enabled");
        }
    }

    private String latestStatus() {
        var deliveries = json("webhook-deliveries", "list");
        return deliveries.path(0).path("status").asText();
    }

    private String latestDelivery() {
        return json("webhook-deliveries", "list").path(0).path("id").asText();
    }

    private void spent(long micros) {
        eventually(() -> json("billing", "get").path("spend_micros").asLong() == micros);
    }

    private void done(String... command) {
        assertThat(said(command)).isNotEmpty();
    }

    private JsonNode json(String... command) {
        try {
            return JsonNodes.read(said(command));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private String said(String... command) {
        var arguments = new String[command.length + 1];
        System.arraycopy(command, 0, arguments, 0, command.length);
        arguments[command.length] = "--json";
        var said = ctl.run(arguments);
        assertThat(said.code())
                .as(String.join(" ", command) + ": " + said.err())
                .isZero();
        return said.out();
    }

    private String call(int status, String secret, String method, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(api + path))
                .header("Authorization", "Bearer " + secret)
                .header("Content-Type", "application/json")
                .method(method, method.equals("POST") ? BodyPublishers.ofString(NEW_TASK) : BodyPublishers.noBody())
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonNodes.read(answer.body()).path("request_id").asText();
    }

    @Override
    public void close() {
        receiver.stop(0);
        http.close();
    }
}
