package dev.tollgate.loadtest.mcp;

import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.Request;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Who the agents are: tenants, each with some credentials, and what an agent of each says over and over. */
final class Agents {

    /** What every agent may: a list of a few tools. */
    static final List<String> SCOPES = List.of("tasks:read");

    static final String TOOL = "get_workspace";

    private static final String PLAN = "bench";
    /** A hundred million calls. */
    private static final long TOP_UP_MICROS = 10_000_000_000L;

    private static final int TENANTS = 4;
    private static final int AGENTS_PER_CREDENTIAL = 20;
    private static final int CALLS_PER_LIST = 4;

    private Agents() {}

    /** An account that can pay for a run. */
    static Account account(SplitInstallation installation) {
        var account = Account.prepare(installation.control(), PLAN);
        account.topUp(TOP_UP_MICROS);
        return account;
    }

    static String token(Account account) {
        return account.credential(Account.Kind.MCP_CLIENT, SCOPES).secret();
    }

    /** One part per credential, in the eras by turns: a list of tools, then some calls. */
    static List<List<Request>> parts(SplitInstallation installation, int agents, List<Era> eras) {
        int credentials = Math.max(TENANTS, agents / AGENTS_PER_CREDENTIAL);
        var parts = new ArrayList<List<Request>>();
        Account account = account(installation);
        for (int i = 0; i < credentials; i++) {
            if (i % (credentials / TENANTS) == 0 && i > 0) {
                account = account(installation);
            }
            parts.add(part(eras.get(i % eras.size()), token(account)));
        }
        return parts;
    }

    static List<Request> part(Era era, String token) {
        var requests = new ArrayList<>(List.of(era.list(token)));
        for (int i = 0; i < CALLS_PER_LIST; i++) {
            requests.add(era.call(token, TOOL));
        }
        return requests;
    }

    /** The eras that this build speaks. */
    static List<Era> eras(int port, String token) throws IOException, InterruptedException {
        var modern = Asked.response(port, Era.MODERN.list(token));
        boolean spoken = modern.statusCode() == 200 && !modern.body().contains(Era.FAULT);
        return spoken ? List.of(Era.LEGACY, Era.MODERN) : List.of(Era.LEGACY);
    }
}
