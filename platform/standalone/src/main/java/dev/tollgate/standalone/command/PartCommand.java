package dev.tollgate.standalone.command;

import dev.tollgate.runtime.process.ProcessRunner;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** A command that runs one part until it is told to stop. */
abstract sealed class PartCommand implements Callable<Integer>
        permits GatewayCommand, BillingMeterCommand, WebhookDispatcherCommand {
    @Option(names = "--settings", paramLabel = "FILE", description = "a YAML or properties file with settings")
    private java.nio.file.@org.jspecify.annotations.Nullable Path file;

    final int run(String part, Map<String, String> overrides) {
        return new ProcessRunner(System.err)
                .run(Set.of(part), SettingsOptions.sources(file, overrides), Clock.systemUTC());
    }
}
