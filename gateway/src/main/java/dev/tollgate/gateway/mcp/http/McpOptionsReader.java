package dev.tollgate.gateway.mcp.http;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.ToolFilter;
import dev.tollgate.gateway.catalogue.input.Nearest;
import dev.tollgate.gateway.mcp.list.ToolForm;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the options of a connection. A value in the query and one in a header both count: each narrows. What is no
 * option or names nothing is refused, because a misspelt filter must not leave everything. Safe from any thread.
 */
public final class McpOptionsReader {

    private enum Option {
        TOOLSETS("toolsets", "X-MCP-Toolsets"),
        TOOLS("tools", "X-MCP-Tools"),
        READONLY("readonly", "X-MCP-Readonly"),
        DISCOVER("discover", "X-MCP-Discover"),
        OUTPUT_SCHEMAS("output_schemas", "X-MCP-Output-Schemas"),
        DETAILED("detailed", "X-MCP-Detailed");

        static final List<String> PARAMETERS =
                Stream.of(values()).map(option -> option.parameter).toList();

        private final String parameter;

        @SuppressWarnings("ImmutableEnumChecker") // an AsciiString, which nothing changes
        private final CharSequence header;

        Option(String parameter, String header) {
            this.parameter = parameter;
            this.header = HttpHeaders.createOptimized(header);
        }
    }

    /** A request that asks for nothing special, as most do. */
    private static final McpOptions.Reading PLAIN = new McpOptions.Reading.Read(McpOptions.NONE);

    private static final Option[] OPTIONS = Option.values();

    /** Faults of each kind that are told. */
    private static final int FAULTS_MAX = 3;

    private static final MultiMap NO_QUERY = MultiMap.caseInsensitiveMultiMap();

    private final Collection<String> toolsets = new TreeSet<>();
    private final Set<String> tools;

    /** Options about the tools of a catalogue. */
    public McpOptionsReader(Catalogue catalogue) {
        this.tools = catalogue.tools().keySet();
        catalogue.tools().values().forEach(face -> toolsets.add(face.module().key()));
    }

    /** The options of a request, or the refusal that names every fault. */
    public McpOptions.Reading read(HttpServerRequest request) {
        return request.query() == null && !given(request.headers()) ? PLAIN : given(request);
    }

    private static boolean given(MultiMap headers) {
        for (var option : OPTIONS) {
            if (headers.contains(option.header)) {
                return true;
            }
        }
        return false;
    }

    private McpOptions.Reading given(HttpServerRequest request) {
        var faults = new ArrayList<String>();
        var query = query(request, faults);
        var headers = request.headers();
        var filter = filter(query.getAll(Option.TOOLSETS.parameter), query.getAll(Option.TOOLS.parameter), faults)
                .and(filter(headers.getAll(Option.TOOLSETS.header), headers.getAll(Option.TOOLS.header), faults));
        if (flag(Option.READONLY, query, headers, faults)) {
            filter = filter.and(new ToolFilter(null, null, true));
        }
        var form = new ToolForm(
                flag(Option.DISCOVER, query, headers, faults),
                flag(Option.OUTPUT_SCHEMAS, query, headers, faults),
                flag(Option.DETAILED, query, headers, faults));
        return faults.isEmpty()
                ? new McpOptions.Reading.Read(new McpOptions(filter, form))
                : new McpOptions.Reading.Refused(new Refusal.MalformedRequest(String.join(" ", faults)));
    }

    private static MultiMap query(HttpServerRequest request, List<String> faults) {
        if (request.query() == null) {
            return NO_QUERY;
        }
        try {
            var query = request.params();
            query.names().stream()
                    .filter(name -> !Option.PARAMETERS.contains(name))
                    .limit(FAULTS_MAX)
                    .forEach(name -> faults.add(unknown("query parameter", name, Option.PARAMETERS)));
            return query;
        } catch (IllegalArgumentException notEncoded) {
            faults.add("The query is not encoded properly.");
            return NO_QUERY;
        }
    }

    private ToolFilter filter(List<String> toolsetsGiven, List<String> toolsGiven, List<String> faults) {
        if (toolsetsGiven.isEmpty() && toolsGiven.isEmpty()) {
            return ToolFilter.NONE;
        }
        var sets = names(Option.TOOLSETS, toolsetsGiven, faults);
        var names = names(Option.TOOLS, toolsGiven, faults);
        if (sets != null) {
            sets.stream()
                    .filter(set -> !toolsets.contains(set))
                    .limit(FAULTS_MAX)
                    .forEach(set -> faults.add(unknown("toolset", set, toolsets)));
        }
        if (names != null) {
            // Which names are similar is not said: some of them this credential may not see.
            names.stream()
                    .filter(name -> !tools.contains(name))
                    .limit(FAULTS_MAX)
                    .forEach(name -> faults.add("There is no tool " + Nearest.shown(name) + '.'));
        }
        return new ToolFilter(sets, names, false);
    }

    private static @Nullable Set<String> names(Option option, List<String> values, List<String> faults) {
        if (values.isEmpty()) {
            return null;
        }
        var names = new HashSet<String>();
        for (var value : values) {
            for (var name : value.split(",", -1)) {
                if (!name.isBlank()) {
                    names.add(name.strip());
                }
            }
        }
        if (names.isEmpty()) {
            faults.add(option.parameter + " names nothing.");
        }
        return names;
    }

    private static boolean flag(Option option, MultiMap query, MultiMap headers, List<String> faults) {
        var values = new ArrayList<>(query.getAll(option.parameter));
        values.addAll(headers.getAll(option.header));
        values.stream()
                .filter(value -> !value.equals("true") && !value.equals("false"))
                .limit(1)
                .forEach(_ -> faults.add(option.parameter + " must be true or false."));
        return values.contains("true");
    }

    private static String unknown(String what, String name, Collection<String> known) {
        var nearest = Nearest.to(name, known);
        return "There is no " + what + ' ' + Nearest.shown(name) + '.'
                + (nearest == null ? "" : " Did you mean " + nearest + '?')
                + " Known: " + String.join(", ", known) + '.';
    }
}
