package dev.tollgate.loadtest.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.report.BrokenPromise;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection's share of the mix: REST and MCP, reads and writes, with refused, invalid, repeated and cancelled
 * calls among them. All of them go into the ledger with the expected charge.
 */
public final class MixedWorkload {

    private static final long REST_READ = 20;
    private static final long REST_WRITE = 100;
    private static final long MCP_CALL = 150;
    private static final long UNAVAILABLE_PAUSE_MS = 100;
    private static final int KEPT_TASKS_MAX = 200;
    private static final int UNSURE_MAX = 100;
    private static final String TASKS = "/v1/tasks";

    /** The credentials of the mix. */
    public record Clients(AppClient rest, AppClient narrow, AppClient mcp) {}

    /** A create that succeeded, to be repeated with the same key. */
    private record Created(String key, ObjectNode body, String task) {}

    private final String name;
    private final Clients clients;
    private final CallLedger ledger;
    private final Random random;
    private final List<Created> created = new ArrayList<>();
    private final List<String> unsure = new ArrayList<>();
    private int sent;

    public MixedWorkload(String name, Clients clients, CallLedger ledger, long seed) {
        this.name = name;
        this.clients = clients;
        this.ledger = ledger;
        this.random = new Random(seed);
    }

    void run(int calls) throws InterruptedException {
        while (sent < calls) {
            next();
        }
    }

    /** Makes the next call of the mix. */
    public void next() throws InterruptedException {
        int dice = random.nextInt(100);
        if (dice < 1) {
            cancelled();
        } else if (dice < 6) {
            refused();
        } else if (dice < 11) {
            invalid();
        } else if (dice < 16 && !created.isEmpty()) {
            repeated();
        } else {
            plain(random.nextInt(100));
        }
    }

    /** Repeats creates whose outcome is unknown under their keys; each must end in a success or a replay. */
    public void repeatUnsure() {
        for (var id : unsure) {
            var reply = clients.rest().settled("POST", TASKS, id, title(id));
            BrokenPromise.require(reply.succeeded(), id + " succeeds when it is repeated, but: " + reply.outcome());
            ledger.answered(id, reply.replayed() ? 0 : REST_WRITE, reply);
        }
    }

    private void cancelled() throws InterruptedException {
        var id = nextId();
        var call = rest("POST", TASKS, id, title(id));
        TimeUnit.MICROSECONDS.sleep(random.nextInt(4_000));
        if (call.cancel(true)) {
            unsure(id);
            ledger.cut(id);
        } else {
            counted(id, REST_WRITE, call);
        }
    }

    private void refused() throws InterruptedException {
        var id = nextId();
        if (random.nextBoolean()) {
            counted(id, 0, clients.narrow().rest("GET", TASKS, id, null, null));
        } else {
            counted(id, 0, tool("get_task", id, JsonTrees.object().put("id", "tsk_00000000000000000000000001")));
        }
    }

    private void invalid() throws InterruptedException {
        var id = nextId();
        if (random.nextBoolean()) {
            counted(id, 0, rest("POST", TASKS, id, JsonTrees.object().put("colour", "blue")));
        } else {
            counted(id, 0, tool("create_task", id, JsonTrees.object().put("title", 7)));
        }
    }

    private void repeated() throws InterruptedException {
        var first = created.get(random.nextInt(created.size()));
        var id = nextId();
        var reply = answered(id, 0, clients.rest().rest("POST", TASKS, id, first.key(), first.body()));
        if (reply != null && reply.succeeded() && !reply.replayed()) {
            throw new BrokenPromise("a repeated key is answered as a replay");
        }
    }

    private void plain(int dice) throws InterruptedException {
        var id = nextId();
        if (created.isEmpty() || dice < 20) {
            create(id);
        } else if (dice < 40) {
            counted(id, REST_READ, rest("GET", TASKS + "/" + anyTask(), id, null));
        } else if (dice < 45) {
            counted(id, REST_READ, rest("GET", TASKS + "?limit=5", id, null));
        } else if (dice < 60) {
            counted(id, REST_READ, rest("GET", "/v1/workspace", id, null));
        } else if (dice < 68) {
            var change = JsonTrees.object().put("description", id);
            counted(id, REST_WRITE, rest("PATCH", TASKS + "/" + anyTask(), id, change));
        } else if (dice < 70) {
            deleted(id);
        } else if (dice < 80) {
            counted(id, MCP_CALL, tool("create_task", id, title(id)));
        } else if (dice < 95) {
            counted(id, MCP_CALL, tool("get_task", id, JsonTrees.object().put("id", anyTask())));
        } else {
            counted(id, MCP_CALL, tool("list_tasks", id, JsonTrees.object().put("limit", 5)));
        }
    }

    private void create(String id) throws InterruptedException {
        var body = title(id);
        var reply = answered(id, REST_WRITE, rest("POST", TASKS, id, body));
        if (reply == null || reply.status() >= 500) {
            unsure(id);
        } else if (reply.succeeded() && created.size() < KEPT_TASKS_MAX) {
            created.add(new Created(id, body, reply.data().path("id").asText()));
        }
    }

    private void unsure(String id) {
        if (unsure.size() < UNSURE_MAX) {
            unsure.add(id);
        }
    }

    /** Deletes, which is free, a task that no other call uses. */
    private void deleted(String id) throws InterruptedException {
        var createId = nextId();
        var reply = answered(createId, REST_WRITE, rest("POST", TASKS, createId, title(createId)));
        if (reply != null && reply.succeeded()) {
            counted(id, 0, rest("DELETE", TASKS + "/" + reply.data().path("id").asText(), id, null));
        }
    }

    private CompletableFuture<HttpResponse<String>> rest(
            String method, String path, String id, @Nullable ObjectNode body) {
        return clients.rest().rest(method, path, id, method.equals("GET") ? null : id, body);
    }

    private CompletableFuture<HttpResponse<String>> tool(String tool, String id, ObjectNode arguments) {
        return clients.mcp().tool(tool, id, arguments);
    }

    private void counted(String id, long chargeMicros, CompletableFuture<HttpResponse<String>> call)
            throws InterruptedException {
        var _ = answered(id, chargeMicros, call);
    }

    /** Waits for the response and puts it into the ledger; null if the connection was cut. */
    private @Nullable CallResponse answered(String id, long chargeMicros, CompletableFuture<HttpResponse<String>> call)
            throws InterruptedException {
        try {
            var reply = CallResponse.of(call.join());
            ledger.answered(id, chargeMicros, reply);
            if (reply.status() == 429 || reply.status() == 503) {
                TimeUnit.MILLISECONDS.sleep(UNAVAILABLE_PAUSE_MS);
            }
            return reply;
        } catch (CompletionException | CancellationException cut) {
            ledger.cut(id);
            TimeUnit.MILLISECONDS.sleep(UNAVAILABLE_PAUSE_MS);
            return null;
        }
    }

    private String anyTask() {
        return created.get(random.nextInt(created.size())).task();
    }

    private String nextId() {
        sent++;
        return name + '-' + sent;
    }

    private static ObjectNode title(String title) {
        return JsonTrees.object().put("title", title);
    }
}
