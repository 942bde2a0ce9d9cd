package dev.tollgate.loadtest.scenario;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Answer;
import dev.tollgate.loadtest.client.AppClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One connection's share of the mix: REST and MCP, reads and writes, with refused, invalid, repeated and cancelled
 * calls among them. Everything it sent goes into the tally with what it expects to be charged.
 */
final class MixedCaller {

    private static final long REST_READ = 20;
    private static final long REST_WRITE = 100;
    private static final long MCP_CALL = 150;
    private static final Duration CALL_MAX = Duration.ofSeconds(45);
    private static final long AWAY_PAUSE_MS = 100;
    private static final int KEPT_TASKS_MAX = 200;

    /** The credentials of the mix. */
    record Clients(AppClient rest, AppClient narrow, AppClient mcp) {}

    /** A create that succeeded, to be repeated with the same key. */
    private record Created(String key, ObjectNode body, String task) {}

    private final Clients clients;
    private final Tally tally;
    private final Random random;
    private final String name;
    private final List<Created> created = new ArrayList<>();
    private int sent;

    MixedCaller(String name, Clients clients, Tally tally, long seed) {
        this.name = name;
        this.clients = clients;
        this.tally = tally;
        this.random = new Random(seed);
    }

    void run(int calls) throws InterruptedException {
        while (sent < calls) {
            step();
        }
    }

    private void step() throws InterruptedException {
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

    private void cancelled() throws InterruptedException {
        var id = nextId();
        var call = clients.rest().rest("POST", "/v1/tasks", id, id, title(id));
        TimeUnit.MICROSECONDS.sleep(random.nextInt(4_000));
        if (call.cancel(true)) {
            tally.cut(id);
        } else {
            counted(id, REST_WRITE, call);
        }
    }

    private void refused() throws InterruptedException {
        var id = nextId();
        if (random.nextBoolean()) {
            counted(id, 0, clients.narrow().rest("GET", "/v1/tasks", id, null, null));
        } else {
            counted(id, 0, clients.mcp().tool("get_task", id, object().put("id", "tsk_00000000000000000000000001")));
        }
    }

    private void invalid() throws InterruptedException {
        var id = nextId();
        if (random.nextBoolean()) {
            counted(id, 0, clients.rest().rest("POST", "/v1/tasks", id, id, object().put("colour", "blue")));
        } else {
            counted(id, 0, clients.mcp().tool("create_task", id, object().put("title", 7)));
        }
    }

    private void repeated() throws InterruptedException {
        var first = created.get(random.nextInt(created.size()));
        var id = nextId();
        var answer = answered(id, 0, clients.rest().rest("POST", "/v1/tasks", id, first.key(), first.body()));
        if (answer != null && answer.succeeded() && !answer.replayed()) {
            throw new Scenario.Broken("a repeated key is answered as a replay");
        }
    }

    private void plain(int dice) throws InterruptedException {
        var id = nextId();
        if (created.isEmpty() || dice < 20) {
            create(id);
        } else if (dice < 40) {
            counted(id, REST_READ, clients.rest().rest("GET", "/v1/tasks/" + anyTask(), id, null, null));
        } else if (dice < 45) {
            counted(id, REST_READ, clients.rest().rest("GET", "/v1/tasks?limit=5", id, null, null));
        } else if (dice < 60) {
            counted(id, REST_READ, clients.rest().rest("GET", "/v1/workspace", id, null, null));
        } else if (dice < 68) {
            counted(
                    id,
                    REST_WRITE,
                    clients.rest().rest("PATCH", "/v1/tasks/" + anyTask(), id, id, object().put("description", id)));
        } else if (dice < 70) {
            reduced(id);
        } else if (dice < 80) {
            counted(id, MCP_CALL, clients.mcp().tool("create_task", id, title(id)));
        } else if (dice < 95) {
            counted(id, MCP_CALL, clients.mcp().tool("get_task", id, object().put("id", anyTask())));
        } else {
            counted(id, MCP_CALL, clients.mcp().tool("list_tasks", id, object().put("limit", 5)));
        }
    }

    private void create(String id) throws InterruptedException {
        var body = title(id);
        var answer = answered(id, REST_WRITE, clients.rest().rest("POST", "/v1/tasks", id, id, body));
        if (answer != null && answer.succeeded() && created.size() < KEPT_TASKS_MAX) {
            created.add(new Created(id, body, answer.data().path("id").asText()));
        }
    }

    /** Data reduction is free; the task is one nobody asks for again. */
    private void reduced(String id) throws InterruptedException {
        var doomed = nextId();
        var answer =
                answered(doomed, REST_WRITE, clients.rest().rest("POST", "/v1/tasks", doomed, doomed, title(doomed)));
        if (answer != null && answer.succeeded()) {
            var path = "/v1/tasks/" + answer.data().path("id").asText();
            counted(id, 0, clients.rest().rest("DELETE", path, id, id, null));
        }
    }

    private String anyTask() {
        return created.get(random.nextInt(created.size())).task();
    }

    private void counted(String id, long chargeMicros, CompletableFuture<Answer> call) throws InterruptedException {
        var _ = answered(id, chargeMicros, call);
    }

    /** Waits for the answer and puts it into the tally; null when the connection was cut. */
    private @Nullable Answer answered(String id, long chargeMicros, CompletableFuture<Answer> call)
            throws InterruptedException {
        try {
            var answer = call.get(CALL_MAX.toSeconds(), TimeUnit.SECONDS);
            tally.answered(id, chargeMicros, answer);
            if (answer.status() == 429 || answer.status() == 503) {
                TimeUnit.MILLISECONDS.sleep(AWAY_PAUSE_MS);
            }
            return answer;
        } catch (ExecutionException | CancellationException cut) {
            tally.cut(id);
            TimeUnit.MILLISECONDS.sleep(AWAY_PAUSE_MS);
            return null;
        } catch (TimeoutException never) {
            throw new Scenario.Broken("no call outlives its deadline: " + id);
        }
    }

    private String nextId() {
        sent++;
        return name + '-' + sent;
    }

    private static ObjectNode title(String title) {
        return object().put("title", title);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
