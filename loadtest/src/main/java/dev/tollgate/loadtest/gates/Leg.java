package dev.tollgate.loadtest.gates;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.client.McpRevision;
import dev.tollgate.loadtest.environment.ServerUnderTest;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.load.ServerLoad.Sample;
import dev.tollgate.loadtest.report.RoundSeries;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One kind of call at one server, and what was measured of it. */
final class Leg {

    static final String BARE = "bare";
    static final String GET_WORKSPACE = "get_workspace";
    static final String NGINX = "nginx";
    static final String GET_CONTACT = "get_contact";
    static final String SEARCH_CONTACTS = "search_contacts";
    static final String CREATE_TASK = "create_task";
    static final String TOOLS_LIST = "tools/list";
    static final String MCP = "mcp/";
    static final String POSTGRES = "postgres/";
    /** Ends the name of a leg at another build. */
    static final String OTHER = " other";

    /** Names in the order of the table; what is compared is adjacent, and so runs one after the other. */
    static final List<String> NAMES = List.of(
            BARE,
            GET_WORKSPACE,
            NGINX,
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

    /** Shape of the load in a window. */
    enum Shape {
        /** Closed loop over 64 connections. */
        AT_64("64", 64),
        /** Closed loop over 256 connections. */
        AT_256("256", 256),
        /** Open loop at half the rate of the closed loop at 256, with intended start times. */
        HALF("half", 256),
        /** The same at half the rate of the closed loop at 64. */
        HALF_64("half_64", 64);

        final String text;
        final int connections;

        Shape(String text, int connections) {
            this.text = text;
            this.connections = connections;
        }
    }

    /**
     * Payer of a leg.
     *
     * @param priceMicros of one call
     */
    record Bill(BenchAccount account, long priceMicros) {}

    final String name;
    final ServerUnderTest server;
    final List<HttpCall> calls;
    final @Nullable Bill bill;
    private final Map<Shape, RoundSeries<Sample>> rounds = new EnumMap<>(Shape.class);
    /** Successes of all windows, warm-up included. */
    long successes;

    private long errors;
    /** Calls in flight when the client left, and errors: they may have been charged. */
    private long unknownMax;

    /**
     * A leg without measurements.
     *
     * @param calls what is sent, over and over
     * @param bill null if nobody pays
     */
    Leg(String name, ServerUnderTest server, List<HttpCall> calls, @Nullable Bill bill) {
        this.name = name;
        this.server = server;
        this.calls = List.copyOf(calls);
        this.bill = bill;
        for (var shape : Shape.values()) {
            rounds.put(shape, new RoundSeries<>());
        }
    }

    /** The leg that a leg is compared with; empty for what others are compared with. */
    static String comparedWith(String leg) {
        if (leg.startsWith(MCP)) {
            return leg.substring(MCP.length());
        }
        if (leg.equals(GET_WORKSPACE)) {
            return BARE;
        }
        if (leg.equals(NGINX)) {
            return GET_WORKSPACE;
        }
        return leg.equals(BARE) || leg.startsWith(POSTGRES) || leg.equals(TOOLS_LIST) ? "" : POSTGRES + leg;
    }

    /** The same calls and account at another build's gateway; no measurements yet. */
    Leg at(ServerUnderTest other) {
        return new Leg(name + OTHER, other, calls, bill);
    }

    /** For windows that are measured: bodies are not read, since that costs a client more than some servers a call. */
    LoadTarget target() {
        return new LoadTarget(server.port(), calls, List.of());
    }

    /** Finds failures inside of results, too; what is not found in a measured window shows in {@link #checkCharges}. */
    LoadTarget targetWhoseBodiesAreRead() {
        return new LoadTarget(
                server.port(), calls, name.startsWith(MCP) ? List.of(McpRevision.TOOL_ERROR) : List.<String>of());
    }

    /** Whether its server asks Redis. */
    boolean asksRedis() {
        return bill != null || name.equals(NGINX);
    }

    RoundSeries<Sample> rounds(Shape shape) {
        return rounds.getOrDefault(shape, new RoundSeries<>());
    }

    /** Adds a measured window. */
    void add(Shape shape, Sample sample) {
        var _ = count(sample.window());
        rounds(shape).add(sample);
    }

    /** A sum over all measured windows. */
    long measured(ToLongFunction<LoadWindow> figure) {
        return rounds.values().stream()
                .flatMap(one -> one.all().stream())
                .map(Sample::window)
                .mapToLong(figure)
                .sum();
    }

    /** Counts the calls of a window, also of one that is not measured. */
    LoadWindow count(LoadWindow window) {
        successes += window.successes();
        errors += window.errorCount();
        unknownMax += window.unknownMax();
        return window;
    }

    /**
     * Compares the client's counts with the charges of the ledger, per account: the ledger knows no legs. The Vert.x
     * load generator counts exactly; wrk leaves with calls in flight, which may be charged or not: at most one per
     * connection and window.
     */
    static void checkCharges(List<Leg> legs, ObjectNode figures) throws InterruptedException {
        var byAccount = legs.stream()
                .filter(leg -> leg.bill != null)
                .collect(Collectors.groupingBy(leg -> leg.paid().account(), LinkedHashMap::new, Collectors.toList()));
        var written = figures.putArray("agreement");
        for (var entry : byAccount.entrySet()) {
            checkCharges(entry.getKey(), entry.getValue(), written.addObject());
        }
    }

    private Bill paid() {
        if (bill == null) {
            throw new IllegalStateException("nobody pays for " + name);
        }
        return bill;
    }

    private static void checkCharges(BenchAccount account, List<Leg> legs, ObjectNode written)
            throws InterruptedException {
        long due = 0;
        long unknown = 0;
        var client = written.putObject("client");
        for (var leg : legs) {
            due += leg.successes * leg.paid().priceMicros();
            unknown += leg.unknownMax * leg.paid().priceMicros();
            client.putObject(leg.name)
                    .put("successes", leg.successes)
                    .put("errors", leg.errors)
                    .put("cut_at_most", leg.unknownMax);
        }
        written.put("micros_by_the_client", due);
        var names = legs.stream().map(leg -> leg.name).toList().toString();
        written.put("micros_charged", BenchAccount.requireCharged(names, List.of(account), due, unknown));
    }
}
