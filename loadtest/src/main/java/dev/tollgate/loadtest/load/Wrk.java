package dev.tollgate.loadtest.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The highest rate, by {@code wrk}. It leaves at the end of its time with calls under way. */
public final class Wrk implements Load {

    private static final int THREADS = 2;
    private static final int SECONDS_OVER_MAX = 20;
    private static final double MICROS = 1e6;
    private static final String RESULT = "RESULT ";

    private static final String SCRIPT_END = """
            threads = {}
            function setup(thread)
                table.insert(threads, thread)
                thread:set("first", #threads - 1)
            end
            function init(arguments)
                prepared = {}
                for i, one in ipairs(wanted) do
                    for name, value in pairs(one[3]) do wrk.headers[name] = value end
                    prepared[i] = wrk.format(one[1], one[2], wrk.headers, one[4])
                end
                count = #prepared
                at = math.floor(first * count / %d)
            end
            function request()
                at = at %% count + 1
                return prepared[at]
            end
            function done(summary, latency, requests)
                local e = summary.errors
                local inside = 0
                for _, thread in ipairs(threads) do inside = inside + (thread:get("failed") or 0) end
                io.write(string.format("RESULT %%d %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration, e.status + inside,
                    e.connect + e.read + e.write + e.timeout, latency:percentile(50), latency:percentile(99)))
            end
            """.formatted(THREADS);

    /** Only for answers that fail with a good status: a look inside costs the client. */
    private static final String LOOK_INSIDE = """
            failed = 0
            function response(status, headers, body)
                if status < 400 and body:find(failure, 1, true) then failed = failed + 1 end
            end
            """;

    private final Path program;
    private final Path folder;

    /**
     * Load from the program.
     *
     * @param folder where scripts are written
     */
    public Wrk(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    @Override
    public String name() {
        return "wrk";
    }

    @Override
    public Window run(Target target, int connections, int seconds) throws IOException, InterruptedException {
        var script = Files.writeString(folder.resolve("wrk.lua"), script(target));
        var command = List.of(
                program.toString(),
                "--threads",
                Integer.toString(THREADS),
                "--connections",
                Integer.toString(connections),
                "--duration",
                seconds + "s",
                "--timeout",
                "10s",
                "--script",
                script.toString(),
                "http://" + target.authority());
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(seconds + SECONDS_OVER_MAX, TimeUnit.SECONDS)) {
                throw new IOException("wrk did not end");
            }
            return window(printed, connections);
        } finally {
            process.destroyForcibly();
        }
    }

    private static Window window(String printed, int connections) throws IOException {
        int at = printed.indexOf(RESULT);
        if (at < 0) {
            throw new IOException("wrk said:\n" + printed);
        }
        var fields = printed.substring(at + RESULT.length()).strip().split("\\s+", -1);
        long refused = Long.parseLong(fields[2]);
        long broken = Long.parseLong(fields[3]);
        return new Window(
                Long.parseLong(fields[0]) - refused,
                refused + broken,
                connections + broken + refused,
                Long.parseLong(fields[1]) / MICROS,
                Long.parseLong(fields[4]) / 1e3,
                Long.parseLong(fields[5]) / 1e3);
    }

    private static String script(Target target) {
        var text = new StringBuilder("wanted = {\n");
        for (var request : target.requests()) {
            text.append("{").append(quoted(request.method())).append(", ").append(quoted(request.path()));
            text.append(", {");
            request.headers()
                    .forEach((name, value) -> text.append("[ ")
                            .append(quoted(name))
                            .append(" ] = ")
                            .append(quoted(value))
                            .append(", "));
            text.append("}, ")
                    .append(request.body().isEmpty() ? "nil" : quoted(request.body()))
                    .append("},\n");
        }
        text.append("}\n");
        if (!target.failure().isEmpty()) {
            text.append("failure = ")
                    .append(quoted(target.failure()))
                    .append('\n')
                    .append(LOOK_INSIDE);
        }
        return text.append(SCRIPT_END).toString();
    }

    /** Level-two brackets: nothing we send ends them. */
    private static String quoted(String text) {
        return "[==[" + text + "]==]";
    }
}
