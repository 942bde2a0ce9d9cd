package dev.tollgate.loadtest.gates;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.loadtest.client.Account;
import dev.tollgate.loadtest.client.AppClient;
import dev.tollgate.loadtest.client.ControlClient;
import dev.tollgate.loadtest.load.Request;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** Prepares accounts, credentials and records through the public contract, and makes the legs of them. */
final class Legs {

    static final String BARE = "bare";
    static final String GET_WORKSPACE = "get_workspace";
    static final String GET_CONTACT = "get_contact";
    static final String SEARCH_CONTACTS = "search_contacts";
    static final String CREATE_TASK = "create_task";
    static final String TOOLS_LIST = "tools/list";
    static final String MCP = "mcp/";
    static final String POSTGRES = "postgres/";

    /** Names in the order of the table; what is compared stands side by side, and so runs one after the other. */
    static final List<String> ALL = List.of(
            BARE,
            GET_WORKSPACE,
            MCP + GET_WORKSPACE,
            POSTGRES + GET_CONTACT,
            GET_CONTACT,
            MCP + GET_CONTACT,
            POSTGRES + SEARCH_CONTACTS,
            SEARCH_CONTACTS,
            POSTGRES + CREATE_TASK,
            CREATE_TASK,
            MCP + CREATE_TASK,
            TOOLS_LIST);

    private static final String PLAN = "bench";
    private static final long TOP_UP_MICROS = 1_000_000_000;
    private static final long WORKSPACE_MICROS = 10_000;
    private static final long CREDENTIAL_MICROS = 1_000;
    private static final long READ_MICROS = 20;
    private static final long WRITE_MICROS = 100;
    private static final long TOOL_MICROS = 150;
    private static final List<String> SCOPES = List.of("crm:read", "crm:write", "tasks:read", "tasks:write");
    static final String TASK = "{\"title\":\"Call Ada about the renewal\"}";

    /** Different requests of a leg at most; they are spread over all rows. */
    private static final int REQUESTS_MAX = 4_000;

    private static final int CREDENTIALS_AT_ONCE = 8;
    private static final long SEED = 20_261_125;

    private final ControlClient control;
    private final Side gateway;
    private final Set<String> wanted;
    private final Size size;

    Legs(ControlClient control, Side gateway, Set<String> wanted, Size size) {
        this.control = control;
        this.gateway = gateway;
        this.wanted = Set.copyOf(wanted);
        this.size = size;
    }

    /** What a leg is measured against; empty for what others are measured against. */
    static String comparedWith(String leg) {
        if (leg.startsWith(MCP)) {
            return leg.substring(MCP.length());
        }
        if (leg.equals(GET_WORKSPACE)) {
            return BARE;
        }
        return leg.equals(BARE) || leg.startsWith(POSTGRES) || leg.equals(TOOLS_LIST) ? "" : POSTGRES + leg;
    }

    /** Those of the gateway; it runs. */
    List<Leg> prepare() throws InterruptedException {
        var legs = new ArrayList<Leg>();
        workspace(legs);
        if (wanted(GET_CONTACT, MCP + GET_CONTACT, SEARCH_CONTACTS)) {
            contacts(legs);
        }
        tasks(legs);
        if (wanted(TOOLS_LIST)) {
            legs.add(lists());
        }
        return legs;
    }

    private boolean wanted(String... names) {
        return List.of(names).stream().anyMatch(wanted::contains);
    }

    private void workspace(List<Leg> legs) {
        add(legs, GET_WORKSPACE, READ_MICROS, Account.Kind.API_KEY, token -> Request.get("/v1/workspace", token));
        add(
                legs,
                MCP + GET_WORKSPACE,
                TOOL_MICROS,
                Account.Kind.MCP_CLIENT,
                token -> Tools.call(token, GET_WORKSPACE, JsonNodeFactory.instance.objectNode()));
    }

    private void tasks(List<Leg> legs) {
        add(legs, CREATE_TASK, WRITE_MICROS, Account.Kind.API_KEY, token -> Request.post("/v1/tasks", token, TASK));
        var arguments = JsonNodeFactory.instance.objectNode().put("title", "Call Ada about the renewal");
        add(
                legs,
                MCP + CREATE_TASK,
                TOOL_MICROS,
                Account.Kind.MCP_CLIENT,
                token -> Tools.call(token, CREATE_TASK, arguments));
    }

    /** A leg of one request with an account of its own, if it is wanted. */
    private void add(
            List<Leg> legs, String name, long price, Account.Kind kind, Function<String, Request> requestOfToken) {
        if (wanted.contains(name)) {
            var account = account();
            var token = account.credential(kind, SCOPES).secret();
            var bill = new Leg.Bill(account, WORKSPACE_MICROS + CREDENTIAL_MICROS, price);
            legs.add(new Leg(name, gateway, List.of(requestOfToken.apply(token)), bill));
        }
    }

    /** Those that read the same contacts: they share an account. */
    private void contacts(List<Leg> legs) throws InterruptedException {
        var account = account();
        var key = account.credential(Account.Kind.API_KEY, SCOPES).secret();
        var agent = account.credential(Account.Kind.MCP_CLIENT, SCOPES).secret();
        long prepared = WORKSPACE_MICROS + 2 * CREDENTIAL_MICROS + size.contacts() * WRITE_MICROS;
        try (var http = AppClient.connections()) {
            var client = new AppClient(http, URI.create("http://127.0.0.1:" + gateway.port()), key);
            var ids = spread(new ContactRows(client, size.contacts()).make());
            shared(
                    legs,
                    GET_CONTACT,
                    ids,
                    id -> Request.get("/v1/contacts/" + id, key),
                    bill(account, prepared, READ_MICROS));
            shared(
                    legs,
                    MCP + GET_CONTACT,
                    ids,
                    id -> Tools.call(
                            agent,
                            GET_CONTACT,
                            JsonNodeFactory.instance.objectNode().put("id", id)),
                    bill(account, prepared, TOOL_MICROS));
        }
        shared(
                legs,
                SEARCH_CONTACTS,
                Baselines.words(size.contacts()),
                word -> Baselines.search(word, key),
                bill(account, prepared, READ_MICROS));
    }

    private static Leg.Bill bill(Account account, long prepared, long price) {
        return new Leg.Bill(account, prepared, price);
    }

    private void shared(
            List<Leg> legs, String name, List<String> keys, Function<String, Request> request, Leg.Bill bill) {
        if (wanted.contains(name)) {
            legs.add(new Leg(name, gateway, keys.stream().map(request).toList(), bill));
        }
    }

    /** So many of them, from everywhere. */
    private static List<String> spread(List<String> ids) {
        var mixed = new ArrayList<>(ids);
        Collections.shuffle(mixed, new Random(SEED));
        return mixed.subList(0, Math.min(REQUESTS_MAX, mixed.size()));
    }

    /** Lists over many credentials: each may list only a few times a second. */
    private Leg lists() throws InterruptedException {
        var account = account();
        try (var threads = Executors.newFixedThreadPool(CREDENTIALS_AT_ONCE)) {
            Callable<String> one =
                    () -> account.credential(Account.Kind.MCP_CLIENT, SCOPES).secret();
            var requests = new ArrayList<Request>();
            for (var made : threads.invokeAll(Collections.nCopies(size.tokens(), one))) {
                requests.add(Tools.list(made.get()));
            }
            return new Leg(
                    TOOLS_LIST,
                    gateway,
                    requests,
                    new Leg.Bill(account, WORKSPACE_MICROS + size.tokens() * CREDENTIAL_MICROS, 0));
        } catch (ExecutionException e) {
            throw new IllegalStateException("credentials could not be made", e.getCause());
        }
    }

    private Account account() {
        var account = Account.prepare(control, PLAN);
        account.topUp(TOP_UP_MICROS);
        account.module("crm", true);
        return account;
    }
}
