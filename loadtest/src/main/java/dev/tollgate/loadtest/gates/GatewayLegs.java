package dev.tollgate.loadtest.gates;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.BenchAccount.Kind;
import dev.tollgate.loadtest.client.Callers;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.JsonTrees;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.Installation;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Creates accounts, credentials and records through the public contract, and the legs of the gateway on them. */
final class GatewayLegs {

    static final String TASK = "{\"title\":\"Call Ada about the renewal\"}";

    private static final long READ_MICROS = 20;
    private static final long WRITE_MICROS = 100;
    private static final long TOOL_MICROS = 150;
    private static final String[] SCOPES = {"crm:read", "crm:write", "tasks:read", "tasks:write"};

    /** Different calls of a leg at most; they are spread over all rows. */
    private static final int CALLS_MAX = 4_000;

    private static final int CREDENTIALS_AT_ONCE = 8;
    private static final int PER_WORD = 100;
    private static final int BATCH = 100;
    private static final int BATCHES_AT_ONCE = 6;
    private static final int PAGE = 50;
    private static final long SEED = 20_261_125;

    private final Installation installation;
    private final ServerUnderTest gateway;
    private final Set<String> wanted;
    private final GatesRun.Size size;
    private final List<Leg> legs = new ArrayList<>();

    GatewayLegs(Installation installation, ServerUnderTest gateway, Set<String> wanted, GatesRun.Size size) {
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
        var ids = spread(createContacts(new AppClient(gateway.port(), key)));
        account.prepared(size.contacts() * WRITE_MICROS);
        var reads = ids.stream().map(id -> HttpCall.get("/v1/contacts/" + id, key));
        add(Leg.GET_CONTACT, reads.toList(), new Leg.Bill(account, READ_MICROS));
        var tools = ids.stream()
                .map(id -> McpRevision.LEGACY.call(
                        agent, Leg.GET_CONTACT, JsonTrees.object().put("id", id)));
        add(Leg.MCP + Leg.GET_CONTACT, tools.toList(), new Leg.Bill(account, TOOL_MICROS));
        add(Leg.SEARCH_CONTACTS, searches(size.contacts(), key), new Leg.Bill(account, READ_MICROS));
    }

    /** A search for each word in so many contacts. */
    static List<HttpCall> searches(int contacts, String token) {
        return IntStream.range(0, wordCount(contacts))
                .mapToObj(number -> search(word(number), token))
                .toList();
    }

    static HttpCall search(String word, String token) {
        return HttpCall.get("/v1/contacts?query=" + word + "&limit=" + PAGE, token);
    }

    /** Creates contacts in batches; each word is in a hundred of them. Returns their ids. */
    private List<String> createContacts(AppClient client) throws InterruptedException {
        int batches = Math.ceilDiv(size.contacts(), BATCH);
        return Callers.inParallel(BATCHES_AT_ONCE, batches, batch -> batch(client, batch * BATCH)).stream()
                .flatMap(List::stream)
                .toList();
    }

    private static int wordCount(int contacts) {
        return Math.max(contacts / PER_WORD, 1);
    }

    /** Of equal length, since a search also finds words that begin with one. */
    static String word(int number) {
        return String.format(Locale.ROOT, "w%06d", number);
    }

    private List<String> batch(AppClient client, int first) {
        var body = JsonTrees.object();
        var items = body.putArray("items");
        for (int i = first; i < Math.min(first + BATCH, size.contacts()); i++) {
            items.add(contact(i, word(i % wordCount(size.contacts()))));
        }
        var ids = new ArrayList<String>();
        client.accepted("POST", "/v1/contacts/batch", body)
                .data()
                .forEach(item -> ids.add(item.at("/data/id").asText()));
        require(ids.size() == items.size() && !ids.contains(""), "a batch creates every contact");
        return ids;
    }

    private static ObjectNode contact(int number, String word) {
        var contact = JsonTrees.object()
                .put("name", "Ada " + word + " Number " + number)
                .put("email", "ada" + number + "@example.org")
                .put("phone", "+44 20 7946 " + number)
                .put("job_title", "Analyst")
                .put("owner", "grace@example.org");
        contact.putObject("custom_fields").put("language", "en").put("size", number % 100);
        return contact;
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
        var calls = Callers.inParallel(
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
        var account = BenchAccount.create(installation.control());
        account.module("crm", true);
        return account;
    }
}
