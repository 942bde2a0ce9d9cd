package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.environment.Child;
import dev.tollgate.loadtest.environment.ProcessorTime;
import dev.tollgate.loadtest.environment.SplitInstallation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything a scenario needs: the installation, a dispatcher that can be started anew, the receiver. */
final class WebhookStand implements AutoCloseable {

    private static final String PLAN = "bench";
    private static final long TOP_UP_MICROS = 1_000_000_000;
    private static final long WORKSPACE_MICROS = 10_000;
    private static final long CREDENTIAL_MICROS = 1_000;
    private static final List<String> SCOPES = List.of("tasks:read", "tasks:write");

    /** What lets a receiver of one's own be one. */
    private static final Map<String, String> LOCAL = Map.of(
            "TOLLGATE_WEBHOOKS_ALLOW_HTTP", "true",
            "TOLLGATE_WEBHOOKS_ALLOWED_ADDRESSES", "127.0.0.1",
            "TOLLGATE_WEBHOOKS_ALLOWED_PORTS", "1024-65535");

    private final SplitInstallation installation;
    private final Receiver receiver;
    private final Recorded recorded;
    private final HttpClient http = AppClient.connections();
    private @Nullable Child dispatcher;

    WebhookStand(Path launcher, String receiverClassPath, Path folder) throws IOException, InterruptedException {
        this.installation = SplitInstallation.start(launcher, folder, LOCAL);
        this.receiver = new Receiver(receiverClassPath, folder);
        this.recorded = new Recorded(installation.servers());
        installation.startGateway();
    }

    SplitInstallation installation() {
        return installation;
    }

    Receiver receiver() {
        return receiver;
    }

    Recorded recorded() {
        return recorded;
    }

    void say(String line) {
        System.out.println("  " + line);
    }

    /** Starts a dispatcher with these settings; there is none at that time. */
    void startDispatcher(Map<String, String> settings) throws IOException, InterruptedException {
        dispatcher = installation.startPart("webhook-dispatcher", settings);
    }

    /** Processor time, in microseconds, of the dispatcher; 0 where there is none. */
    long dispatcherMicros() {
        return dispatcher == null ? 0 : ProcessorTime.micros(dispatcher.pid());
    }

    /** Processor time, in microseconds, of PostgreSQL, Redis and Kafka. */
    long serversMicros() {
        return ProcessorTime.microsOfTree(installation.servers().pid());
    }

    /** Drains and ends it. */
    void stopDispatcher() {
        if (dispatcher != null) {
            dispatcher.close();
            dispatcher = null;
        }
    }

    void killDispatcher() throws InterruptedException {
        if (dispatcher != null) {
            dispatcher.kill();
            dispatcher = null;
        }
    }

    /** So many subscribers; the path of each is the name with its number. */
    List<Subscriber> subscribers(String name, int count) {
        var all = new ArrayList<Subscriber>();
        for (int i = 0; i < count; i++) {
            var path = "/" + name + "/" + i;
            all.add(subscriber(path, receiver.url(path), _ -> {}));
        }
        return List.copyOf(all);
    }

    /** One subscriber of every event of tasks. */
    Subscriber subscriber(String path, String url, Consumer<ObjectNode> more) {
        var account = Account.prepare(installation.control(), PLAN);
        account.topUp(TOP_UP_MICROS);
        account.module("integrations", true);
        var key = account.credential(Account.Kind.API_KEY, SCOPES).secret();
        var webhook = account.control().object().put("name", "bench").put("url", url);
        webhook.putArray("event_types").add("task.*");
        more.accept(webhook);
        var made = account.control().post("/workspaces/" + account.workspace() + "/webhooks", webhook);
        var client = new AppClient(http, URI.create("http://127.0.0.1:" + installation.port()), key);
        return new Subscriber(
                account, client, made.at("/data/id").asText(), path, WORKSPACE_MICROS + CREDENTIAL_MICROS);
    }

    @Override
    public void close() {
        stopDispatcher();
        http.shutdownNow();
        receiver.close();
        installation.close();
    }
}
