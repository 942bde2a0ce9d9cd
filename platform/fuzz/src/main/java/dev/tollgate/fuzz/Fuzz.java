package dev.tollgate.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
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

    private static final Pattern EXECUTIONS = Pattern.compile("stat::number_of_executed_units: *(\\d+)");

    private final Path seeds;
    private final Path work;
    private final int seconds;
    private final int random;

    /**
     * Runs of so many seconds.
     *
     * @param random where the order of mutations begins; 0 for anywhere
     */
    Fuzz(Path seeds, Path work, int seconds, int random) {
        this.seeds = seeds;
        this.work = work;
        this.seconds = seconds;
        this.random = random;
    }

    /** Result of one target. */
    record Run(Target target, long executions, boolean held) {

        @Override
        public String toString() {
            return String.format("%-14s %,14d executions  %s", target.word(), executions, held ? "held" : "FINDING");
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
        var runs = new Fuzz(seeds, work, seconds, 0).run(targets.isEmpty() ? List.of(Target.values()) : targets);
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

    private List<Run> run(List<Target> targets) {
        var runs = new ArrayList<Run>();
        for (var target : targets) {
            System.out.println(target.word() + " for " + seconds + " s ...");
            var run = run(target);
            System.out.println(run);
            runs.add(run);
        }
        return runs;
    }

    Run run(Target target) {
        return run(target, command(target));
    }

    private List<String> command(Target target) {
        var corpus = folder(work.resolve(target.word()));
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(
                List.of("-Xmx1500m", "-XX:+EnableDynamicAgentLoading", "-cp", System.getProperty("java.class.path")));
        command.add("com.code_intelligence.jazzer.Jazzer");
        command.add("--target_class=" + target.type().getName());
        command.add("--instrumentation_includes=dev.tollgate.**");
        command.add("--custom_hook_includes=dev.tollgate.**");
        // The openapi target connects to servers of its own, and no other target has a way to connect anywhere.
        command.add("--disabled_hooks=com.code_intelligence.jazzer.sanitizers.ServerSideRequestForgery");
        command.add("--reproducer_path=" + work);
        command.add("-artifact_prefix=" + corpus + "-");
        command.add("-max_total_time=" + seconds);
        command.add("-seed=" + random);
        command.add("-timeout=" + INPUT_SECONDS_MAX);
        command.add("-max_len=" + INPUT_BYTES_MAX);
        command.add("-rss_limit_mb=0");
        command.add("-print_final_stats=1");
        command.add(corpus.toString());
        command.add(folder(seeds.resolve(target.word())).toString());
        return command;
    }

    /** Findings go to the output as they come; of the rest only the figures are kept. */
    private static Run run(Target target, List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            long executions = 0;
            var finding = new ArrayList<String>();
            try (var lines = process.inputReader()) {
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    var figure = EXECUTIONS.matcher(line);
                    executions = figure.find() ? Long.parseLong(figure.group(1)) : executions;
                    if (line.startsWith("==") || !finding.isEmpty()) {
                        finding.add(line);
                    }
                }
            }
            boolean held = process.waitFor() == 0;
            if (!held) {
                finding.forEach(System.out::println);
            }
            return new Run(target, executions, held);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static Path folder(Path path) {
        try {
            return Files.createDirectories(path);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
