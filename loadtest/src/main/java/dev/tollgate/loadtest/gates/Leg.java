package dev.tollgate.loadtest.gates;

import dev.tollgate.loadtest.client.BenchAccount;
import dev.tollgate.loadtest.load.HttpCall;
import dev.tollgate.loadtest.load.LoadTarget;
import dev.tollgate.loadtest.load.LoadWindow;
import dev.tollgate.loadtest.report.RoundSeries;
import dev.tollgate.loadtest.server.McpRevision;
import dev.tollgate.loadtest.server.ServerLoad.Sample;
import dev.tollgate.loadtest.server.ServerUnderTest;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** One kind of call at one server, and what was measured of it. */
final class Leg {

    static final String BARE = "bare";
    static final String GET_WORKSPACE = "get_workspace";
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
    private final Map<LoadShape, RoundSeries<Sample>> rounds = new EnumMap<>(LoadShape.class);
    /** Successes of all windows, warm-up included. */
    long successes;

    long errors;
    /** Calls in flight when the client left, and errors: they may have been charged. */
    long unknownMax;

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
        for (var shape : LoadShape.values()) {
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
        return leg.equals(BARE) || leg.startsWith(POSTGRES) || leg.equals(TOOLS_LIST) ? "" : POSTGRES + leg;
    }

    /** The same calls and account at another build's gateway; no measurements yet. */
    Leg at(ServerUnderTest other) {
        return new Leg(name + OTHER, other, calls, bill);
    }

    LoadTarget target() {
        var failures = name.startsWith(MCP) ? List.of(McpRevision.TOOL_ERROR) : List.<String>of();
        return new LoadTarget(server.port(), calls, failures);
    }

    RoundSeries<Sample> rounds(LoadShape shape) {
        return rounds.getOrDefault(shape, new RoundSeries<>());
    }

    /** Adds a measured window. */
    void add(LoadShape shape, Sample sample) {
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
}
