package dev.tollgate.loadtest.growth;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.TenantTokens;
import dev.tollgate.loadtest.load.LoadTarget;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Workspaces of an installation, each of a tenant with a key of its own. The first few call, at every size. */
final class WorkspaceGrowth implements GrowthAxis {

    private static final String TASK = "{\"title\":\"Call Ada about the renewal\"}";
    private static final int PAGE = 25;
    private static final String[] SCOPES = {"tasks:read", "tasks:write"};

    private final GrowthTestbed testbed;
    private final List<String> tokens = new ArrayList<>();

    WorkspaceGrowth(GrowthTestbed testbed) {
        this.testbed = testbed;
    }

    @Override
    public List<Integer> sizes() {
        return testbed.size().workspaces();
    }

    @Override
    public void growTo(int size) throws InterruptedException {
        var control = testbed.installation().control();
        boolean first = tokens.isEmpty();
        tokens.addAll(TenantTokens.create(control, size - tokens.size(), SCOPES).tokens());
        if (first) {
            fillFirstPages();
        }
    }

    /** A list reads a whole page at every size, the first one too. */
    private void fillFirstPages() {
        int port = testbed.installation().gateway().port();
        for (var token : tokens) {
            for (int i = 0; i <= PAGE; i++) {
                var created = HttpCall.post("/v1/tasks", token, TASK).send(port);
                require(created.status() == 201, "a task is created, but: " + created.status());
            }
        }
    }

    @Override
    public Map<String, LoadTarget> calls() {
        var calls = new LinkedHashMap<String, LoadTarget>();
        calls.put("get_workspace", calls(token -> HttpCall.get("/v1/workspace", token)));
        calls.put("list_tasks", calls(token -> HttpCall.get("/v1/tasks?limit=" + PAGE, token)));
        calls.put("create_task", calls(token -> HttpCall.post("/v1/tasks", token, TASK)));
        return calls;
    }

    private LoadTarget calls(Function<String, HttpCall> call) {
        int callers = sizes().getFirst();
        return new LoadTarget(
                testbed.installation().gateway().port(),
                tokens.stream().limit(callers).map(call).toList(),
                List.of());
    }
}
