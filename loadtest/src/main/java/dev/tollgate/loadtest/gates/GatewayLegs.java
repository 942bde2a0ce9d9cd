package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.client.Parallel;
import dev.tollgate.loadtest.environment.SplitInstallation;
import dev.tollgate.loadtest.load.HttpCall;
import dev.tollgate.loadtest.server.McpRevision;
import dev.tollgate.loadtest.server.ServerUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** Creates accounts, credentials and records through the public contract, and the legs of the gateway on them. */
final class GatewayLegs {

    static final String TASK = "{\"title\":\"Call Ada about the renewal\"}";

    private static final long TOP_UP_MICROS = 1_000_000_000;
    private static final long READ_MICROS = 20;
    private static final long WRITE_MICROS = 100;
    private static final long TOOL_MICROS = 150;
    private static final String[] SCOPES = {"crm:read", "crm:write", "tasks:read", "tasks:write"};

    /** Different calls of a leg at most; they are spread over all rows. */
    private static final int CALLS_MAX = 4_000;

    private static final int CREDENTIALS_AT_ONCE = 8;
    private static final int PAGE = 50;
    private static final long SEED = 20_261_125;

    private final SplitInstallation installation;
    private final ServerUnderTest gateway;
    private final Set<String> wanted;
    private final GatesSize size;
    private final List<Leg> legs = new ArrayList<>();

    GatewayLegs(SplitInstallation installation, ServerUnderTest gateway, Set<String> wanted, GatesSize size) {
        this.installation = installation;
        this.gateway = gateway;
        this.wanted = Set.copyOf(wanted);
        this.size = size;
    }

    /** Prepares the wanted legs; the gateway runs. */
    List<Leg> prepare() throws InterruptedException {
        own(Leg.GET_WORKSPACE, READ_MICROS, Kind.API_KEY, token -> HttpCall.get("/v1/workspace", token));
        own(
                Leg.MCP + Leg.GET_WORKSPACE,
                TOOL_MICROS,
                Kind.MCP_CLIENT,
                token -> McpRevision.LEGACY.call(token, Leg.GET_WORKSPACE, JsonTrees.object()));
        if (Set.of(Leg.GET_CONTACT, Leg.MCP + Leg.GET_CONTACT, Leg.SEARCH_CONTACTS).stream()
                .anyMatch(wanted::contains)) {
            contacts();
        }
        own(Leg.CREATE_TASK, WRITE_MICROS, Kind.API_KEY, token -> HttpCall.post("/v1/tasks", token, TASK));
        var task = JsonTrees.object().put("title", "Call Ada about the renewal");
        own(
                Leg.MCP + Leg.CREATE_TASK,
                TOOL_MICROS,
                Kind.MCP_CLIENT,
                token -> McpRevision.LEGACY.call(token, Leg.CREATE_TASK, task));
        if (wanted.contains(Leg.TOOLS_LIST)) {
            toolLists();
        }
        return legs;
    }

    /** A leg of one call with an account of its own. */
    private void own(String name, long priceMicros, Kind kind, Function<String, HttpCall> call) {
        if (wanted.contains(name)) {
            var account = account();
            var token = account.credential(kind, SCOPES).secret();
            add(name, List.of(call.apply(token)), new Leg.Bill(account, priceMicros));
        }
    }

    /** Legs that read the same contacts share an account. */
    private void contacts() throws InterruptedException {
        var account = account();
        var key = account.credential(Kind.API_KEY, SCOPES).secret();
        var agent = account.credential(Kind.MCP_CLIENT, SCOPES).secret();
        try (var http = AppClient.connections()) {
            var client = new AppClient(http, installation.uri(), key);
            var ids = spread(SeededContacts.create(client, size.contacts()));
            account.prepared(size.contacts() * WRITE_MICROS);
            var reads = ids.stream().map(id -> HttpCall.get("/v1/contacts/" + id, key));
            add(Leg.GET_CONTACT, reads.toList(), new Leg.Bill(account, READ_MICROS));
            var tools = ids.stream()
                    .map(id -> McpRevision.LEGACY.call(
                            agent, Leg.GET_CONTACT, JsonTrees.object().put("id", id)));
            add(Leg.MCP + Leg.GET_CONTACT, tools.toList(), new Leg.Bill(account, TOOL_MICROS));
        }
        add(Leg.SEARCH_CONTACTS, searches(size.contacts(), key), new Leg.Bill(account, READ_MICROS));
    }

    /** A search for each word in so many contacts. */
    static List<HttpCall> searches(int contacts, String token) {
        return SeededContacts.words(contacts).stream()
                .map(word -> search(word, token))
                .toList();
    }

    static HttpCall search(String word, String token) {
        return HttpCall.get("/v1/contacts?query=" + word + "&limit=" + PAGE, token);
    }

    /** Some of all, in random order. */
    private static List<String> spread(List<String> ids) {
        var mixed = new ArrayList<>(ids);
        Collections.shuffle(mixed, new Random(SEED));
        return mixed.subList(0, Math.min(CALLS_MAX, mixed.size()));
    }

    /** Many credentials: each may list only a few times a second. */
    private void toolLists() throws InterruptedException {
        var account = account();
        var calls = Parallel.run(
                CREDENTIALS_AT_ONCE,
                size.tokens(),
                _ -> McpRevision.LEGACY.list(
                        account.credential(Kind.MCP_CLIENT, SCOPES).secret()));
        add(Leg.TOOLS_LIST, calls, new Leg.Bill(account, 0));
    }

    private void add(String name, List<HttpCall> calls, Leg.Bill bill) {
        if (wanted.contains(name)) {
            legs.add(new Leg(name, gateway, calls, bill));
        }
    }

    private BenchAccount account() {
        var account = BenchAccount.create(installation.control(), TOP_UP_MICROS);
        account.module("crm", true);
        return account;
    }
}
