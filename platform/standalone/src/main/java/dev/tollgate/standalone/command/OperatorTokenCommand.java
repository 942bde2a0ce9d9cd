package dev.tollgate.standalone.command;

import dev.tollgate.gateway.credential.OperatorTokens;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Mints an operator's token: the token for the person, the hash for the settings. Nothing is stored. */
@Command(name = "operator-token", description = "mints an operator's token and prints the settings line for it")
public final class OperatorTokenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "the operator's name, as shown in the audit")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (!OperatorTokens.isName(name)) {
            throw new ParameterException(spec.commandLine(), "an operator's name is " + OperatorTokens.NAME_FORM);
        }
        var minted = OperatorTokens.mint(name, new SecureRandom());
        var out = spec.commandLine().getOut();
        out.println("Token of " + name + ", shown this once:");
        out.println("    " + minted.token().text());
        out.println("Into the settings file, so that every gateway knows it:");
        out.println("    tollgate:");
        out.println("      operators:");
        out.println("        - name: " + name);
        out.println("          token-hash: " + minted.tokenHash());
        out.println("Or into the environment, with the next number for each further operator:");
        out.println("    TOLLGATE_OPERATORS_0__NAME=" + name);
        out.println("    TOLLGATE_OPERATORS_0__TOKEN_HASH=" + minted.tokenHash());
        out.flush();
        return 0;
    }
}
