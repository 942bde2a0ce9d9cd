package dev.tollgate.standalone.ctl;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.standalone.ctl.document.JsonNodes;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs commands in this JVM, with an environment of the test's own, and keeps what they say. */
record CtlRun(Map<String, String> environment, int width) {
    private static final RetryPolicy SHORT = new RetryPolicy(4, Duration.ofMillis(50), Duration.ofSeconds(20));

    /**
     * Output of a command.
     *
     * @param code its exit code
     */
    record Said(int code, String out, String err) {
        JsonNode json() throws Exception {
            return JsonNodes.read(out);
        }
    }

    CtlRun(Map<String, String> environment) {
        this(environment, CommandEnvironment.ENDLESS);
    }

    CtlRun with(String name, String value) {
        var more = new HashMap<>(environment);
        more.put(name, value);
        return new CtlRun(more, width);
    }

    Said run(String... arguments) {
        return fed("", arguments);
    }

    /** With this on standard input. */
    Said fed(String input, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var surroundings = new CommandEnvironment(
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                width,
                Clock.systemUTC());
        var others = new CommandLine(CommandSpec.create().name("tollgate"));
        others.addSubcommand("ctl", CommandSpec.create().name("ctl"));
        var code = new Ctl(surroundings, SHORT, () -> others).run(List.of(arguments));
        return new Said(code, out.toString(), err.toString());
    }
}
