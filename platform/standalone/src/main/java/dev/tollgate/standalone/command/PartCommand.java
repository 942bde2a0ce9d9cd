package dev.tollgate.standalone.command;

import dev.tollgate.runtime.process.ProcessRunner;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that runs one part until it is told to stop. */
abstract sealed class PartCommand implements Callable<Integer>
        permits GatewayCommand, BillingMeterCommand, WebhookDispatcherCommand {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Option(names = "--management-port", paramLabel = "PORT", description = "where probes and metrics listen")
    private @Nullable Integer managementPort;

    final int run(String part, Map<String, String> overrides) {
        var all = new TreeMap<>(overrides);
        if (managementPort != null) {
            all.put("tollgate.management.port", managementPort.toString());
        }
        return new ProcessRunner(System.err).run(Set.of(part), settings.sources(all), Clock.systemUTC());
    }
}
