package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.ChildProcess;
import dev.tollgate.loadtest.environment.ProcessProbe;
import dev.tollgate.loadtest.environment.SplitInstallation;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The installation, a dispatcher that can be restarted, and the receiver. */
final class WebhookTestbed implements AutoCloseable {

    /** Settings that allow a receiver on loopback. */
    static final Map<String, String> LOOPBACK_ALLOWED = Map.of(
            "TOLLGATE_WEBHOOKS_ALLOW_HTTP", "true",
            "TOLLGATE_WEBHOOKS_ALLOWED_ADDRESSES", "127.0.0.1",
            "TOLLGATE_WEBHOOKS_ALLOWED_PORTS", "1024-65535");

    private static final long TOP_UP_MICROS = 1_000_000_000;

    private final SplitInstallation installation;
    private final ReceiverProcess receiver;
    private final RecordedDeliveries recorded;
    private final HttpClient http = AppClient.connections();
    private @Nullable ChildProcess dispatcher;

    WebhookTestbed(SplitInstallation installation, Path folder) throws IOException, InterruptedException {
        this.installation = installation;
        this.receiver = new ReceiverProcess(folder);
        this.recorded = new RecordedDeliveries(installation.servers());
        installation.startGateway();
    }

    ReceiverProcess receiver() {
        return receiver;
    }

    RecordedDeliveries recorded() {
        return recorded;
    }

    CommitTimes commits(String urlPart) {
        return new CommitTimes(installation.servers(), urlPart);
    }

    void say(String line) {
        System.out.println("  " + line);
    }

    /** Starts a dispatcher with these settings; none runs before. */
    void startDispatcher(Map<String, String> settings) throws IOException, InterruptedException {
        dispatcher = installation.startPart("webhook-dispatcher", settings);
    }

    /** Processor microseconds of the dispatcher; 0 if it does not run. */
    long dispatcherMicros() {
        return dispatcher == null ? 0 : ProcessProbe.cpuMicros(dispatcher.pid());
    }

    /** Processor microseconds of PostgreSQL, Redis and Kafka. */
    long serversMicros() {
        return ProcessProbe.treeMicros(installation.servers().pid());
    }

    /** Drains and ends the dispatcher. */
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

    /** Subscribes tenants of a scenario and forgets earlier receipts. */
    List<SubscribedTenant> subscribe(WebhookScenario scenario, int count) {
        var all = IntStream.range(0, count)
                .mapToObj(i -> scenario.path() + i)
                .map(path -> subscribe(path, receiver.url(path), _ -> {}))
                .toList();
        receiver.reset();
        return all;
    }

    /** Subscribes a tenant to all events of tasks. */
    SubscribedTenant subscribe(String path, String url, Consumer<ObjectNode> more) {
        var account = BenchAccount.create(installation.control(), TOP_UP_MICROS);
        account.module("integrations", true);
        var key = account.credential(BenchAccount.Kind.API_KEY, "tasks:read", "tasks:write");
        var webhook = JsonTrees.object().put("name", "bench").put("url", url);
        webhook.putArray("event_types").add("task.*");
        more.accept(webhook);
        var endpoint = account.post("/webhooks", webhook).path("id").asText();
        var client = new AppClient(http, installation.uri(), key.secret());
        return new SubscribedTenant(account, client, endpoint, path);
    }

    @Override
    public void close() {
        stopDispatcher();
        http.shutdownNow();
        receiver.close();
    }
}
