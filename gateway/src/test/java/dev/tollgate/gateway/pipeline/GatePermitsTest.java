package dev.tollgate.gateway.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An order of gates other than the two of the product does not compile: neither for a fourth reader of requests, nor
 * inside the package of the gates itself.
 */
class GatePermitsTest {

    private static final String GATES = "dev.tollgate.gateway.pipeline";

    /** Line 4 of the class that is compiled. */
    private static final String READER = """
            package %s;
            final class %s {
                <I, A> void serve(%s.Pipeline pipeline, %s) {
                    %s
                }
            }
            """;

    private static final long LINE = 4;
    private static final String AROUND = """
            dev.tollgate.gateway.pipeline.Authenticator.Admitted<dev.tollgate.gateway.pipeline.GateOrder.Rest> rest, \
            dev.tollgate.gateway.pipeline.Authenticator.Admitted<dev.tollgate.gateway.pipeline.GateOrder.Mcp> mcp, \
            dev.tollgate.gateway.pipeline.EntryGate.Entered entered, \
            dev.tollgate.gateway.catalogue.ToolFilter filter, \
            dev.tollgate.gateway.pipeline.RequestContext context, \
            dev.tollgate.gateway.catalogue.input.RouteTrie.Match.Found<?> route, \
            dev.tollgate.gateway.catalogue.CompiledFace<I, A> face, \
            dev.tollgate.gateway.pipeline.CallExchange<I, A> exchange""";
    private static final String INSIDE = ", TargetGate targets, EntryGate entry, TargetGate.Targeted<I, A> targeted, "
            + "AccessGate.Allowed<I, A> allowed, EntryGate.RestPermit<I, A> restPermit, "
            + "AccessGate.McpPermit<I, A> mcpPermit";

    @TempDir
    Path classes;

    @Test
    void both_orders_compile() {
        assertThat(errors(
                        GATES,
                        AROUND + INSIDE,
                        List.of(
                                "Gated<EntryGate.RestPermit<I, A>> last ="
                                        + " targets.own(rest, face).then(AccessGate::allowed).then(entry::enter);",
                                "pipeline.call(restPermit, exchange);",
                                "Gated<AccessGate.McpPermit<I, A>> last ="
                                        + " entry.enter(mcp, filter).then(caller -> AccessGate.allowed(caller, face));",
                                "pipeline.call(mcpPermit, exchange);")))
                .isEmpty();
        assertThat(errors(
                        "dev.tollgate.gateway.fourth",
                        AROUND,
                        List.of(
                                "pipeline.rest(rest, route, face, exchange);",
                                "var message = pipeline.enter(mcp, filter);",
                                "pipeline.mcp(entered, face, exchange);")))
                .isEmpty();
    }

    @Test
    void a_gate_cannot_be_skipped_or_asked_in_another_order() {
        var skipped = List.of(
                "pipeline.call(rest, exchange);", // no target
                "pipeline.call(targeted, exchange);", // no scope
                "pipeline.call(allowed, exchange);", // no place
                "entry.enter(rest);", // no scope
                "entry.enter(targeted);", // no scope
                "AccessGate.allowed(rest);", // no target
                "targets.own(context, face);", // no credential
                "targets.own(mcp, face);", // the order of REST, admitted to that of MCP
                "pipeline.call(entered, exchange);", // no scope
                "AccessGate.allowed(mcp, face);", // no place
                "AccessGate.allowed(rest, face);", // the order of MCP, admitted to that of REST
                "AccessGate.allowed(restPermit);", // asked twice
                "entry.enter(mcpPermit, filter);", // asked twice
                "entry.enter(mcp);", // no filter
                "targets.own(rest, face).then(entry::enter).then(AccessGate::allowed);"); // another order

        assertThat(errors(GATES, AROUND + INSIDE, skipped)).isEqualTo(onlyItsOwnLine(skipped));
    }

    @Test
    void a_permit_is_made_by_its_gate_alone() {
        var forged = List.of(
                "new Authenticator.Admitted<GateOrder.Rest>(context);",
                "new TargetGate.Targeted<>(context, face);",
                "new AccessGate.Allowed<>(context, face);",
                "new AccessGate.McpPermit<>(context, face);",
                "new EntryGate.Entered(context);",
                "new EntryGate.RestPermit<>(context, face);",
                "class Own implements Permit<I, A> {}",
                "class Own extends EntryGate.Entered {}");

        assertThat(errors(GATES, AROUND + INSIDE, forged)).isEqualTo(onlyItsOwnLine(forged));
    }

    @Test
    void a_fourth_reader_gets_to_a_call_through_its_gates_only() {
        var tried = List.of(
                "pipeline.call(null, exchange);",
                "pipeline.rest(mcp, route, face, exchange);",
                "pipeline.rest(context, route, face, exchange);",
                "pipeline.mcp(mcp, face, exchange);",
                "pipeline.mcp(rest, face, exchange);",
                "pipeline.enter(rest, filter);",
                "new dev.tollgate.gateway.pipeline.Invocation<>(context, face.operation(), face.face(), null, null);",
                "new dev.tollgate.gateway.pipeline.RequestContext(null, null, null, null);");

        assertThat(errors("dev.tollgate.gateway.fourth", AROUND, tried)).isEqualTo(onlyItsOwnLine(tried));
    }

    private static Map<String, List<Long>> onlyItsOwnLine(List<String> snippets) {
        return snippets.stream()
                .collect(Collectors.toMap(snippet -> snippet, _ -> List.of(LINE), (one, _) -> one, TreeMap::new));
    }

    /** The lines with errors, by snippet; what compiles is not there. */
    private Map<String, List<Long>> errors(String ofPackage, String parameters, List<String> snippets) {
        var readers = IntStream.range(0, snippets.size())
                .mapToObj(at -> new Reader(ofPackage, "Reader" + at, parameters, snippets.get(at)))
                .toList();
        var found = new DiagnosticCollector<JavaFileObject>();
        var options =
                List.of("-proc:none", "-d", classes.toString(), "-classpath", System.getProperty("java.class.path"));
        var _ = ToolProvider.getSystemJavaCompiler()
                .getTask(new StringWriter(), null, found, options, null, readers)
                .call();
        var errors = new TreeMap<String, List<Long>>();
        for (var diagnostic : List.copyOf(found.getDiagnostics())) {
            if (diagnostic.getKind() == Diagnostic.Kind.ERROR) {
                assertThat(diagnostic.getSource()).isInstanceOf(Reader.class);
                var snippet = ((Reader) diagnostic.getSource()).snippet;
                errors.merge(snippet, List.of(diagnostic.getLineNumber()), (one, _) -> one);
            }
        }
        return errors;
    }

    private static final class Reader extends SimpleJavaFileObject {
        private final String text;
        final String snippet;

        Reader(String ofPackage, String name, String parameters, String snippet) {
            super(URI.create("string:///" + name + Kind.SOURCE.extension), Kind.SOURCE);
            this.text = READER.formatted(ofPackage, name, GATES, parameters, snippet);
            this.snippet = snippet;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return text;
        }
    }
}
