package dev.tollgate.standalone.command;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.standalone.dev.LaunchedSources;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints every setting, its default and its meaning; reads none, so it works where they are wrong. */
@Command(name = "settings", description = "prints every setting with its default and meaning")
public final class SettingsCommand implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        var out = spec.commandLine().getOut();
        for (var setting : Settings.describe()) {
            out.println(setting.name()
                    + setting.byDefault().map(value -> " = " + value).orElse("  (no default)"));
            out.println("    " + setting.meaning());
            out.println("    " + setting.variable());
        }
        out.println();
        out.println("Read from the environment by bin/tollgate itself:");
        LaunchedSources.LAUNCHER_VARIABLES.forEach((name, meaning) -> out.println(name + "\n    " + meaning));
        out.flush();
    }
}
