package dev.tollgate.loadtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.loadtest.report.Comparison;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/tollgate bench compare A B}. */
@Command(
        name = "compare",
        description = "two kept results side by side; exit code 1 where something became worse by more than the noise")
public final class CompareCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "A", description = "the result before")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "B", description = "the result after")
    private Path after = Path.of("");

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var old = read(before);
        var now = read(after);
        var out = spec.commandLine().getOut();
        out.println("A  " + about(old) + "\nB  " + about(now));
        if (!old.path("machine").equals(now.path("machine"))) {
            out.println("The machines differ: only ratios within one run can be compared.");
        }
        var comparison = Comparison.of(old, now);
        comparison.lines().forEach(out::println);
        out.println(comparison.worse() ? "Something became worse by more than the noise." : "Nothing became worse.");
        out.flush();
        return comparison.worse() ? 1 : 0;
    }

    private static String about(JsonNode result) {
        return result.path("commit").asText() + "  "
                + result.path("measured_at").asText();
    }

    private JsonNode read(Path file) {
        try {
            var result = new ObjectMapper().readTree(Files.readString(file));
            if (result.at("/figures/legs").isObject()) {
                return result;
            }
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), file + " cannot be read: " + e.getMessage(), e);
        }
        throw new ParameterException(spec.commandLine(), file + " is no result of bench gates");
    }
}
