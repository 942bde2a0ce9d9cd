package dev.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Under whose name PostgreSQL runs. It refuses root; so as root it gets a user namespace of its own ({@code unshare}),
 * or, where those are blocked (most containers), the user nobody with the right to look into our folders
 * ({@code setpriv}).
 *
 * @param prefix words before the command
 */
record PostgresOwner(List<String> prefix) {
    private static final PostgresOwner SELF = new PostgresOwner(List.of());
    private static final PostgresOwner NAMESPACE = new PostgresOwner(List.of("unshare", "-U"));
    private static final PostgresOwner NOBODY = new PostgresOwner(List.of(
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            // else access(2), which initdb asks first, forgets the right to look
            "--securebits=+no_setuid_fixup"));

    PostgresOwner {
        prefix = List.copyOf(prefix);
    }

    /** The ways that work on this machine, the preferred first. Empty only for root on a machine without either. */
    static List<PostgresOwner> usable() {
        return List.of(SELF, NAMESPACE, NOBODY).stream()
                .filter(PostgresOwner::works)
                .toList();
    }

    static PostgresOwner preferred() {
        return usable().stream()
                .findFirst()
                .orElseThrow(
                        () -> new ServersUnavailable("PostgreSQL refuses to run as root, and neither user namespaces"
                                + " nor setpriv work here: run as another user, or name servers in settings"
                                + " (TOLLGATE_SERVERS=named)"));
    }

    List<String> command(Path binary, List<String> arguments) {
        var command = new ArrayList<>(prefix);
        command.add(binary.toString());
        command.addAll(arguments);
        return command;
    }

    private boolean works() {
        var probe = command(Path.of("/bin/sh"), List.of("-c", "exit 0"));
        return root() ? !prefix.isEmpty() && succeeds(probe) : prefix.isEmpty();
    }

    private static boolean root() {
        return "root".equals(System.getProperty("user.name"));
    }

    private static boolean succeeds(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(5, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
