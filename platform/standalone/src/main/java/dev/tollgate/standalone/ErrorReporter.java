package dev.tollgate.standalone;

import dev.tollgate.contract.outcome.Failure;
import dev.tollgate.embedded.ServersUnavailable;
import dev.tollgate.runtime.process.StartFailed;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.standalone.command.OutputClosed;
import dev.tollgate.standalone.ctl.CtlFailure;
import dev.tollgate.standalone.dev.DemoNotPrepared;
import java.net.BindException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/**
 * One clear line (or one a fault, for settings) for the person at the terminal; the stack goes to the log. Exit code 2:
 * wrong settings or usage; everything else: what the command declares, 1 where it declares nothing.
 */
final class ErrorReporter implements CommandLine.IExecutionExceptionHandler {
    private static final int WRONG_SETTINGS = 2;
    private static final int CAUSES_MAX = 10;

    @Override
    public int handleExecutionException(
            Exception failure, CommandLine commandLine, CommandLine.ParseResult parseResult) {
        var err = commandLine.getErr();
        if (rejected(failure) instanceof SettingsRejected rejected) {
            rejected.faults().forEach(fault -> err.println("tollgate: " + fault));
            err.flush();
            return WRONG_SETTINGS;
        }
        if (failure instanceof CtlFailure ctlFailure) {
            err.println("tollgate: " + String.join("\n", ctlFailure.lines()));
            err.flush();
            return ctlFailure.code().number();
        }
        err.println("tollgate: " + line(failure));
        err.flush();
        if (!expected(failure)) {
            LoggerFactory.getLogger(ErrorReporter.class)
                    .atError()
                    .setCause(failure)
                    .log("command failed");
        }
        return commandLine.getCommandSpec().exitCodeOnExecutionException();
    }

    /** Finds the settings fault in the failure of a start. */
    private static @Nullable Throwable rejected(Exception failure) {
        return failure instanceof StartFailed ? failure.getCause() : failure;
    }

    private static boolean expected(Throwable failure) {
        return failure instanceof ServersUnavailable
                || failure instanceof Failure
                || failure instanceof DemoNotPrepared
                || failure instanceof StartFailed
                || failure instanceof TimeoutException
                || failure instanceof OutputClosed
                || bind(failure) != null;
    }

    private static String line(Exception failure) {
        var bind = failure instanceof ServersUnavailable ? null : bind(failure);
        if (bind != null) {
            return "a port is in use: " + bind.getMessage() + " (--port and --management-port choose others)";
        }
        var message = failure.getMessage();
        return message == null
                ? failure.toString()
                : message.lines().findFirst().orElse(failure.toString());
    }

    private static @Nullable BindException bind(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
            if (cause instanceof BindException bind) {
                return bind;
            }
        }
        return null;
    }
}
