package dev.tollgate.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * {@code bin/tollgate fuzz [TARGET…] [--seconds N]}: runs targets one after the other, each in a JVM of its own, and
 * prints how often each ran. A finding is printed whole and ends with exit code 1; its input is kept in the folder of
 * the corpus.
 */
public final class Fuzz {

    private static final int SECONDS = 600;
    private static final int INPUT_BYTES_MAX = 8_192;

    /** The first input also loads the catalogue, instrumented and at low priority. */
    private static final int INPUT_SECONDS_MAX = 120;

    private static final int LAST_LINES = 50;

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");
    private static final Pattern SEED = Pattern.compile("^INFO: Seed: (\\d+)");

    private final Path seeds;
    private final Path work;
    private final int random;

    /**
     * Runs from these seeds.
     *
     * @param work a folder of each target keeps what it learns; findings go beside it
     * @param random where the order of mutations begins; 0 for anywhere
     */
    Fuzz(Path seeds, Path work, int random) {
        this.seeds = seeds;
        this.work = work;
        this.random = random;
    }

    /**
     * Result of one target.
     *
     * @param random where the order of mutations began
     */
    record Run(Target target, long executions, long random, boolean held) {

        @Override
        public String toString() {
            return String.format(
                    "%-14s %,14d executions  %s",
                    target.word(), executions, held ? "held" : "FINDING with -seed=" + random);
        }
    }

    public static void main(String[] arguments) {
        var seeds = Path.of(System.getProperty("tollgate.fuzz.seeds"));
        var work = Path.of(System.getProperty("tollgate.fuzz.work"));
        int seconds = SECONDS;
        var targets = new ArrayList<Target>();
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals("--seconds") && i + 1 < arguments.length) {
                seconds = Integer.parseInt(arguments[++i]);
            } else {
                targets.add(target(arguments[i]));
            }
        }
        var runs = new Fuzz(seeds, work, 0).run(targets.isEmpty() ? List.of(Target.values()) : targets, seconds);
        System.out.println();
        runs.forEach(System.out::println);
        System.exit(runs.stream().allMatch(Run::held) ? 0 : 1);
    }

    private static Target target(String word) {
        return Stream.of(Target.values())
                .filter(target -> target.word().equals(word))
                .findFirst()
                .orElseGet(() -> {
                    System.err.println(word + " is no target; there are "
                            + String.join(
                                    ", ",
                                    Stream.of(Target.values()).map(Target::word).toList()));
                    System.exit(2);
                    throw new IllegalStateException();
                });
    }

    private List<Run> run(List<Target> targets, int seconds) {
        var runs = new ArrayList<Run>();
        for (var target : targets) {
            System.out.println(target.word() + " for " + seconds + " s ...");
            var run = run(target, command(target, "-max_total_time=" + seconds));
            System.out.println(run);
            runs.add(run);
        }
        return runs;
    }

    /** A short run, of the same number of inputs wherever it runs. */
    Run runShort(Target target) {
        return run(target, command(target, "-runs=" + target.shortRun()));
    }

    private List<String> command(Target target, String extent) {
        var corpus = folder(work.resolve(target.word()));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-Xmx1500m", "-XX:+EnableDynamicAgentLoading", "-cp", System.getProperty("java.class.path")));
        command.add(FuzzProcess.class.getName());
        command.add("--target_class=" + target.type().getName());
        command.add("--instrumentation_includes=dev.tollgate.**");
        command.add("--custom_hook_includes=dev.tollgate.**");
        // The openapi target connects to servers of its own, and no other target has a way to connect anywhere.
        command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery");
        command.add("--reproducer_path=" + work);
        command.add("-artifact_prefix=" + corpus + "-");
        command.add(extent);
        command.add("-seed=" + random);
        command.add("-timeout=" + INPUT_SECONDS_MAX);
        command.add("-max_len=" + INPUT_BYTES_MAX);
        command.add("-rss_limit_mb=0");
        command.add("-print_final_stats=1");
        command.add(corpus.toString());
        command.add(folder(seeds.resolve(target.word())).toString());
        return command;
    }

    /** A finding goes to the output, or the end of what a JVM said that failed otherwise; else the figures are kept. */
    private static Run run(Target target, List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            long executions = 0;
            long random = 0;
            var finding = new ArrayList<String>();
            var last = new ArrayDeque<String>();
            try (var lines = process.inputReader()) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    executions = figure(EXECUTIONS, line, executions);
                    random = figure(SEED, line, random);
                    if (line.startsWith("==") || !finding.isEmpty()) {
                        finding.add(line);
                    }
                    last.add(line);
                    if (last.size() > LAST_LINES) {
                        last.remove();
                    }
                }
            }
            boolean held = process.waitFor() == 0;
            if (!held) {
                System.out.println(String.join("\n", finding.isEmpty() ? last : finding));
            }
            return new Run(target, executions, random, held);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static long figure(Pattern pattern, String line, long otherwise) {
        var figure = pattern.matcher(line);
        return figure.find() ? Long.parseLong(figure.group(1)) : otherwise;
    }

    private static Path folder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
