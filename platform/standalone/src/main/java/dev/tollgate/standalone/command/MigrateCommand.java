package dev.tollgate.standalone.command;

import dev.tollgate.runtime.postgres.Migrations;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Brings the database to this build's schema; does nothing where it is there already. */
@Command(name = "migrate", description = "migrates the database to this build's schema")
public final class MigrateCommand implements Callable<Integer> {
    @Mixin
    private final SettingsOptions settings = new SettingsOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        var postgres = PostgresDeclaration.settings(settings.load().get(PostgresDeclaration.class));
        Migrations.run(postgres);
        spec.commandLine().getOut().println("The database " + postgres + " has this build's schema.");
        spec.commandLine().getOut().flush();
        return 0;
    }
}
