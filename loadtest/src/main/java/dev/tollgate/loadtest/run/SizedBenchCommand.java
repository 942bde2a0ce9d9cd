package dev.tollgate.loadtest.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A bench with a quick size and parts that can be chosen. */
public abstract class SizedBenchCommand extends BenchCommand {

    @Option(names = "--quick", description = "small and short, for the inner loop; the result is NAME-quick")
    private boolean quick;

    private List<String> chosen = List.of();

    /** All parts by name; none if they cannot be chosen. */
    protected abstract List<String> parts();

    @Option(
            names = {"--legs", "--scenarios", "--parts", "--cases"},
            split = ",",
            description = "only these parts of the bench, and what they are compared with")
    void choose(List<String> wanted) {
        for (var part : wanted) {
            if (!parts().contains(part)) {
                throw new ParameterException(
                        spec().commandLine(), part + " is unknown; there are " + String.join(", ", parts()));
            }
        }
        chosen = List.copyOf(wanted);
    }

    protected final boolean quick() {
        return quick;
    }

    /** The chosen parts, or all of them, in their order. */
    protected final List<String> chosen() {
        return parts().stream()
                .filter(part -> chosen.isEmpty() || chosen.contains(part))
                .toList();
    }

    /** Runs the chosen ones of these parts. */
    protected final <T> void run(List<? extends BenchPart<T>> all, T testbed, ObjectNode figures) throws Exception {
        for (var part : all) {
            if (chosen().contains(part.name())) {
                System.out.println(part.name());
                part.run(testbed, figures.putObject(part.name()));
            }
        }
    }

    /** All parts in full size: a quick run leaves some figures out. */
    @Override
    protected boolean whole() {
        return !quick && chosen().size() == parts().size();
    }

    /** A result of full size is named after its parts. */
    @Override
    protected String resultName() {
        var named = chosen.isEmpty() ? "" : "-" + String.join("-", chosen).replace('/', '-');
        return spec().name() + (quick ? "-quick" : named);
    }
}
