package dev.tollgate.standalone.command;

import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.settings.PostgresDeclaration;
import picocli.CommandLine.Command;

/** Brings the database to this build's schema; does nothing where it is there already. */
@Command(name = "migrate", description = "migrates the database to this build's schema")
public final class MigrateCommand extends ConfiguredCommand {
    @Override
    public Integer call() {
        var postgres = PostgresDeclaration.settings(settings().get(PostgresDeclaration.class));
        Migrations.run(postgres);
        out().println("The database " + postgres + " has this build's schema.");
        out().flush();
        return 0;
    }
}
