package dev.tollgate.loadtest.webhooks;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.client.Parallel;
import java.util.List;

/** Tasks that are created and then updated one change after the other, many tasks at once. */
final class TaskUpdates {

    private static final int AT_ONCE = 16;

    private TaskUpdates() {}

    /** Creates and updates all of them; returns their ids. */
    static List<String> run(SubscribedTenant tenant, int tasks, int eventsEach) throws InterruptedException {
        return Parallel.run(AT_ONCE, tasks, _ -> {
            var id = tenant.client()
                    .accepted("POST", "/v1/tasks", title(1))
                    .data()
                    .path("id")
                    .asText();
            for (int i = 2; i <= eventsEach; i++) {
                var _ = tenant.client().accepted("PATCH", "/v1/tasks/" + id, title(i));
            }
            return id;
        });
    }

    private static ObjectNode title(int number) {
        return JsonTrees.object().put("title", "Call Ada, the " + number + ". time");
    }
}
