package dev.tollgate.loadtest.webhooks;

import static dev.tollgate.loadtest.scenario.Scenario.require;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Tasks that are made and then changed, one change after the other, many tasks at once. */
final class TaskChanges {

    private static final int AT_ONCE = 16;
    private static final int TRIES_MAX = 60;

    private final Subscriber subscriber;
    private final int tasks;
    private final int eventsEach;

    TaskChanges(Subscriber subscriber, int tasks, int eventsEach) {
        this.subscriber = subscriber;
        this.tasks = tasks;
        this.eventsEach = eventsEach;
    }

    long events() {
        return (long) tasks * eventsEach;
    }

    /** Makes and changes all of them; returns their ids. */
    List<String> run() throws InterruptedException, ExecutionException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var all = new ArrayList<Callable<String>>();
            for (int i = 0; i < tasks; i++) {
                all.add(this::one);
            }
            var ids = new ArrayList<String>();
            for (var done : threads.invokeAll(all)) {
                ids.add(done.get());
            }
            return ids;
        }
    }

    private String one() throws Exception {
        var id = sent("POST", "/v1/tasks", title(1)).data().path("id").asText();
        for (int i = 2; i <= eventsEach; i++) {
            var _ = sent("PATCH", "/v1/tasks/" + id, title(i));
        }
        return id;
    }

    private static ObjectNode title(int number) {
        return JsonNodeFactory.instance.objectNode().put("title", "Call Ada, the " + number + ". time");
    }

    private Answer sent(String method, String path, ObjectNode body) throws Exception {
        var key = UUID.randomUUID().toString();
        for (int i = 1; ; i++) {
            var answer = subscriber.client().rest(method, path, key, key, body).get(1, TimeUnit.MINUTES);
            if (answer.status() / 100 == 2) {
                return answer;
            }
            require(
                    i < TRIES_MAX && (answer.status() == 429 || answer.status() == 409 || answer.status() >= 500),
                    "tasks change, but: " + answer.status() + " " + answer.body());
            TimeUnit.SECONDS.sleep(answer.retryAfterSeconds().orElse(1L));
        }
    }
}
