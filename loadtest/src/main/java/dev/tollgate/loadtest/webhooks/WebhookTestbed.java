package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.ChildProcess;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ProcessProbe;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The installation, a dispatcher that can be restarted, the receiver, and the size of the run. */
final class WebhookTestbed implements AutoCloseable {

    private final Installation installation;
    private final boolean quick;
    private final ReceiverProcess receiver;
    private final RecordedDeliveries recorded;
    private @Nullable ChildProcess dispatcher;

    /**
     * A tenant with one workspace and one endpoint, and the client that creates its tasks.
     *
     * @param path of the receiver's URL, unique to this endpoint
     */
    record SubscribedTenant(BenchAccount account, AppClient client, String endpoint, String path) {

        /** Pauses, resumes or archives the endpoint. */
        void move(String step) {
            var _ = account.post("/webhooks/" + endpoint + "/" + step, null);
        }
    }

    WebhookTestbed(Installation installation, boolean quick) throws IOException, InterruptedException {
        this.installation = installation;
        this.quick = quick;
        this.receiver = new ReceiverProcess(installation.folder());
        this.recorded = new RecordedDeliveries(installation.servers(), Duration.ofMinutes(sized(3, 5)));
        installation.gateway().start();
    }

    ReceiverProcess receiver() {
        return receiver;
    }

    RecordedDeliveries recorded() {
        return recorded;
    }

    /** The number for a quick run, or that for a full one. */
    int sized(int quickSize, int fullSize) {
        return quick ? quickSize : fullSize;
    }

    /** Events per second. */
    int rate() {
        return sized(200, 1_000);
    }

    /** Seconds of load before anything is measured. */
    int warmUpSeconds() {
        return sized(10, 120);
    }

    /** Seconds of each window. */
    int windowSeconds() {
        return sized(10, 60);
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
        var account = BenchAccount.create(installation.control());
        account.module("integrations", true);
        var webhook = JsonTrees.object().put("name", "bench").put("url", url);
        webhook.putArray("event_types").add("task.*");
        more.accept(webhook);
        var endpoint = account.post("/webhooks", webhook).path("id").asText();
        var client = account.client(installation.gateway().port(), "tasks:read", "tasks:write");
        return new SubscribedTenant(account, client, endpoint, path);
    }

    @Override
    public void close() {
        stopDispatcher();
        receiver.close();
    }
}
