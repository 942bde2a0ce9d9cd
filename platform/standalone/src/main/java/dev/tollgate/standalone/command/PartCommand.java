package dev.tollgate.standalone.command;

import dev.tollgate.runtime.process.ProcessRunner;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Mixin;

/** A command that runs one part until it is told to stop. */
abstract sealed class PartCommand implements Callable<Integer>
        permits GatewayCommand, BillingMeterCommand, WebhookDispatcherCommand {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    final int run(String part, Map<String, String> overrides) {
        return new ProcessRunner(System.err).run(Set.of(part), settings.sources(overrides), Clock.systemUTC());
    }
}
