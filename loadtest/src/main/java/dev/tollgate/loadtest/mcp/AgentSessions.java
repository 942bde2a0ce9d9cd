package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.check.BrokenPromise.require;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.HttpCall;
import dev.tollgate.loadtest.server.McpRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tenants with some credentials each, and what an agent of each credential sends over and over. */
final class AgentSessions {

    static final String TOOL = "get_workspace";

    /** A hundred million calls. */
    private static final long TOP_UP_MICROS = 10_000_000_000L;

    private static final int TENANTS = 4;
    private static final int AGENTS_PER_CREDENTIAL = 20;
    private static final int CALLS_PER_LIST = 4;

    private AgentSessions() {}

    /** An account that can pay for a run. */
    static BenchAccount account(SplitInstallation installation) {
        return BenchAccount.create(installation.control(), TOP_UP_MICROS);
    }

    static String token(BenchAccount account) {
        return account.credential(BenchAccount.Kind.MCP_CLIENT, "tasks:read").secret();
    }

    static HttpCall call(McpRevision revision, String token) {
        return revision.call(token, TOOL, JsonTrees.object());
    }

    /** One session per credential, in the revisions in turns. */
    static List<List<HttpCall>> create(SplitInstallation installation, int agents, List<McpRevision> revisions) {
        int credentials = Math.max(TENANTS, agents / AGENTS_PER_CREDENTIAL);
        var sessions = new ArrayList<List<HttpCall>>();
        var account = account(installation);
        for (int i = 0; i < credentials; i++) {
            if (i % (credentials / TENANTS) == 0 && i > 0) {
                account = account(installation);
            }
            sessions.add(session(revisions.get(i % revisions.size()), token(account)));
        }
        return sessions;
    }

    /** A list of tools, then some calls. */
    static List<HttpCall> session(McpRevision revision, String token) {
        var calls = new ArrayList<>(List.of(revision.list(token)));
        for (int i = 0; i < CALLS_PER_LIST; i++) {
            calls.add(call(revision, token));
        }
        return calls;
    }

    /** The revisions that the gateway supports. */
    static List<McpRevision> revisions(int port, String token) throws IOException, InterruptedException {
        var modern = McpRevision.MODERN.list(token).send(port);
        boolean supported =
                modern.statusCode() == 200 && McpRevision.FAILURES.stream().noneMatch(modern.body()::contains);
        return supported ? List.of(McpRevision.LEGACY, McpRevision.MODERN) : List.of(McpRevision.LEGACY);
    }

    /** The result of a message, which must succeed. */
    static JsonNode result(int port, HttpCall call) throws IOException, InterruptedException {
        var response = call.send(port);
        require(
                response.statusCode() == 200 && McpRevision.FAILURES.stream().noneMatch(response.body()::contains),
                call.body() + " is answered " + response.statusCode() + " " + response.body());
        return JsonTrees.read(response.body().getBytes(StandardCharsets.UTF_8)).path("result");
    }
}
