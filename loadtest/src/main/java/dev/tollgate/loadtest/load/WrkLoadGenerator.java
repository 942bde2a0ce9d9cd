package dev.tollgate.loadtest.load;

import dev.tollgate.loadtest.client.HttpCall;
import dev.tollgate.loadtest.report.BenchReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The highest rate, by {@code wrk}. It leaves at the end of its time with calls in flight; its latencies are of all
 * calls, also refused ones.
 */
final class WrkLoadGenerator implements LoadGenerator {

    private static final int THREADS = 2;
    private static final int SECONDS_OVER_MAX = 20;
    private static final double SECOND_MICROS = 1e6;
    private static final double MILLI_MICROS = 1e3;
    private static final String RESULT = "RESULT ";
    /** Responses from 400 up, where the script has not read them: wrk counts them without their status. */
    private static final String ANY_ERROR = "4xx or 5xx";

    private final Path program;
    private final Path folder;
    private final int secondsOverMax;

    WrkLoadGenerator(Path program, Path folder) {
        this(program, folder, SECONDS_OVER_MAX);
    }

    /** @param secondsOverMax how much longer than its load a run may take */
    WrkLoadGenerator(Path program, Path folder, int secondsOverMax) {
        this.program = program;
        this.folder = folder;
        this.secondsOverMax = secondsOverMax;
    }

    @Override
    public String name() {
        return "wrk";
    }

    @Override
    public LoadWindow run(LoadTarget target, int connections, int seconds) throws IOException, InterruptedException {
        var script = Files.writeString(folder.resolve("wrk.lua"), script(target));
        var command = "%s --threads %d --connections %d --duration %ds --timeout 10s --script %s http://%s:%d"
                .formatted(program, THREADS, connections, seconds, script, HttpCall.HOST, target.port());
        var output = folder.resolve("wrk.log");
        var process = new ProcessBuilder(command.split(" ", -1))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(seconds + secondsOverMax, TimeUnit.SECONDS);
            var printed = Files.readString(output);
            if (!ended) {
                throw new LoadFailed("wrk did not end within " + (seconds + secondsOverMax) + " s:\n" + printed);
            }
            if (!printed.contains(RESULT)) {
                throw new LoadFailed("wrk failed:\n" + printed);
            }
            return window(printed.substring(printed.indexOf(RESULT) + RESULT.length()), connections);
        } finally {
            process.destroyForcibly();
        }
    }

    private static LoadWindow window(String result, int connections) {
        var lines = List.of(result.strip().split("\n", -1));
        var fields = Stream.of(lines.getFirst().split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        long refused = fields[2];
        long broken = fields[3];
        return new LoadWindow(
                fields[0] - refused,
                errors(lines, refused, broken),
                "",
                connections + broken + refused,
                fields[1] / SECOND_MICROS,
                fields[4] / MILLI_MICROS,
                fields[5] / MILLI_MICROS,
                fields[6] / MILLI_MICROS);
    }

    /** By status and code if the script has read bodies: it has printed a line with the count for each, if any. */
    private static Map<String, Long> errors(List<String> lines, long refused, long broken) {
        var errors = new TreeMap<String, Long>();
        errors.put(Integer.toString(LoadWindow.BROKEN), broken);
        if (lines.size() == 1) {
            errors.put(ANY_ERROR, refused);
        }
        for (var line : lines.subList(1, lines.size())) {
            int count = line.indexOf(' ');
            errors.put(line.substring(count + 1).strip(), Long.parseLong(line.substring(0, count)));
        }
        errors.values().removeIf(count -> count == 0);
        return errors;
    }

    private static String script(LoadTarget target) throws IOException {
        return "calls = " + table(target.calls().stream().map(WrkLoadGenerator::call)) + "\nthread_count = " + THREADS
                + "\nfailures = " + table(target.failures().stream().map(WrkLoadGenerator::quoted)) + "\n"
                + BenchReport.resource("/dev/tollgate/loadtest/load/wrk.lua");
    }

    private static String call(HttpCall call) {
        var headers = call.headers().entrySet().stream()
                .map(header -> "[ " + quoted(header.getKey()) + " ] = " + quoted(header.getValue()));
        return table(Stream.of(
                quoted(call.method()),
                quoted(call.path()),
                table(headers),
                call.body().isEmpty() ? "nil" : quoted(call.body())));
    }

    private static String table(Stream<String> entries) {
        return entries.collect(Collectors.joining(",\n", "{", "}"));
    }

    /** Level-two brackets: no call contains their end. */
    private static String quoted(String text) {
        return "[==[" + text + "]==]";
    }
}
