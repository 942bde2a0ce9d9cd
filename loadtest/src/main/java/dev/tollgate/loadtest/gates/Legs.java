package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.ControlClient;
import dev.tollgate.loadtest.load.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Prepares accounts, credentials and records through the public contract, and makes the legs of them. */
final class Legs {

    static final String BARE = "bare";
    static final String GET_WORKSPACE = "get_workspace";

    /** Names in the order of the table. */
    static final List<String> ALL = List.of(BARE, GET_WORKSPACE);

    private static final String PLAN = "bench";
    private static final long TOP_UP_MICROS = 1_000_000_000;
    private static final long WORKSPACE_MICROS = 10_000;
    private static final long CREDENTIAL_MICROS = 1_000;
    private static final long READ_MICROS = 20;

    private final ControlClient control;
    private final Side gateway;
    private final Set<String> wanted;

    Legs(ControlClient control, Side gateway, Set<String> wanted) {
        this.control = control;
        this.gateway = gateway;
        this.wanted = Set.copyOf(wanted);
    }

    /** Those of the gateway; it runs. */
    List<Leg> prepare() {
        var legs = new ArrayList<Leg>();
        if (wanted.contains(GET_WORKSPACE)) {
            legs.add(workspace());
        }
        return legs;
    }

    /** What a leg is measured against; empty for what others are measured against. */
    static String comparedWith(String leg) {
        if (leg.startsWith("mcp/")) {
            return leg.substring("mcp/".length());
        }
        if (leg.equals(GET_WORKSPACE)) {
            return BARE;
        }
        return leg.equals(BARE) || leg.startsWith("postgres/") ? "" : "postgres/" + leg;
    }

    private Leg workspace() {
        var account = account();
        var key = account.credential(Account.Kind.API_KEY, List.of("tasks:read", "tasks:write"));
        return new Leg(
                GET_WORKSPACE,
                gateway,
                List.of(Request.get("/v1/workspace", key.secret())),
                new Leg.Bill(account, WORKSPACE_MICROS + CREDENTIAL_MICROS, READ_MICROS));
    }

    private Account account() {
        var account = Account.prepare(control, PLAN);
        account.topUp(TOP_UP_MICROS);
        return account;
    }
}
