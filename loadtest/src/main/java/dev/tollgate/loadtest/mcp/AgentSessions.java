package dev.tollgate.loadtest.mcp;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.CallResponse;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.Installation;
import java.util.ArrayList;
import java.util.List;

/** Tenants with some credentials each, and what an agent of each credential sends over and over. */
final class AgentSessions {

    static final String TOOL = "get_workspace";

    private static final int TENANTS = 4;
    private static final int AGENTS_PER_CREDENTIAL = 20;
    private static final int CALLS_PER_LIST = 4;

    private AgentSessions() {}

    /** An account that can pay for a run. */
    static BenchAccount account(Installation installation) {
        return BenchAccount.create(installation.control());
    }

    static String token(BenchAccount account) {
        return account.credential(BenchAccount.Kind.MCP_CLIENT, "tasks:read").secret();
    }

    static HttpCall call(McpRevision revision, String token) {
        return revision.call(token, TOOL, JsonTrees.object());
    }

    /** One session per credential, in the revisions in turns. */
    static List<List<HttpCall>> create(Installation installation, int agents, List<McpRevision> revisions) {
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
    static List<McpRevision> revisions(int port, String token) {
        return succeeded(McpRevision.MODERN.list(token).send(port))
                ? List.of(McpRevision.LEGACY, McpRevision.MODERN)
                : List.of(McpRevision.LEGACY);
    }

    /** The result of a message, which must succeed. */
    static ObjectNode result(int port, HttpCall call) {
        var response = call.send(port);
        require(succeeded(response), call.body() + " is answered " + response.status() + " " + response.text());
        return response.body().withObject("/result");
    }

    private static boolean succeeded(CallResponse response) {
        return response.status() == 200 && McpRevision.FAILURES.stream().noneMatch(response.text()::contains);
    }
}
