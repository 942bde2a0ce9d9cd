package dev.tollgate.runtime.postgres;

import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Classification of PostgreSQL errors. */
public final class SqlState {
    public static final String UNIQUE_VIOLATION = "23505";
    public static final String FOREIGN_KEY_VIOLATION = "23503";
    public static final String CHECK_VIOLATION = "23514";
    public static final String LOCK_NOT_AVAILABLE = "55P03";
    public static final String DEADLOCK_DETECTED = "40P01";
    public static final String SERIALIZATION_FAILURE = "40001";

    /** The timeout of a statement ended it. */
    public static final String QUERY_CANCELED = "57014";

    /** Raised by our own functions when an absolute deadline has passed. */
    public static final String DEADLINE_PASSED = "TG408";

    /** Raised by a rule of a table in the database, with a message for the caller. */
    private static final String REFUSED = "TG409";

    /** Also of a row that a policy forbids. */
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    private static final String IDLE_IN_TRANSACTION = "25P03";
    private static final String IN_FAILED_TRANSACTION = "25P02";
    private static final String READ_ONLY_TRANSACTION = "25006";
    private static final Pattern LOST =
            Pattern.compile("(?i)connection (is not active|has been closed|was closed|closed)");
    private static final String TRANSACTION_TIMEOUT = "25P04";
    private static final Set<String> TIME_UP = Set.of(TRANSACTION_TIMEOUT, QUERY_CANCELED, DEADLINE_PASSED);
    private static final Set<String> BUSY = Set.of(LOCK_NOT_AVAILABLE, DEADLOCK_DETECTED, SERIALIZATION_FAILURE);

    private SqlState() {}

    /** The SQLSTATE anywhere in the chain of causes, our own ones included; null when PostgreSQL said nothing. */
    public static @Nullable String sqlState(Throwable failure) {
        var error = error(failure);
        return error == null ? null : error.getSqlState();
    }

    /**
     * Whether PostgreSQL refused what was to be stored for its content, a value or a constraint: it would refuse it
     * again, and would store another.
     */
    public static boolean refusesContent(Throwable failure) {
        var state = sqlState(failure);
        return state != null && (state.startsWith("22") || state.startsWith("23"));
    }

    /**
     * Whether PostgreSQL refused the statement whatever its arguments are: names it does not know, a feature it lacks.
     * That a role may not has the code of a row that a policy forbids, which depends on the arguments.
     */
    public static boolean refusesStatement(Throwable failure) {
        var state = sqlState(failure);
        return state != null
                && (state.startsWith("42")
                        || state.startsWith("0A")
                        || state.startsWith("3D")
                        || state.startsWith("3F"))
                && !state.equals(INSUFFICIENT_PRIVILEGE);
    }

    /** Whether another transaction was in the way, so that the same may succeed at once. */
    public static boolean isBusy(Throwable failure) {
        return BUSY.contains(String.valueOf(sqlState(failure)));
    }

    /** The constraint that was violated, if one was. */
    public static @Nullable String constraint(Throwable failure) {
        var error = error(failure);
        return error == null ? null : error.getConstraint();
    }

    /** What to tell the caller of a write that a rule of a table refused; null for any other failure. */
    public static @Nullable String refusal(Throwable failure) {
        var error = error(failure);
        return error != null && REFUSED.equals(error.getSqlState()) ? error.getErrorMessage() : null;
    }

    /** The failure as the contract names it, for something that is proven not to have happened. */
    static Throwable before(Throwable cause) {
        if (cause instanceof Failure) {
            return cause;
        }
        var state = sqlState(cause);
        if (state == null) {
            return lost(cause) ? Failure.Unavailable.before("the connection to PostgreSQL was lost", cause) : cause;
        }
        if (TIME_UP.contains(state)) {
            return new Failure.TimeUp("the transaction ran out of time", cause, false);
        }
        if (BUSY.contains(state) || unavailable(state)) {
            return Failure.Unavailable.before("PostgreSQL failed: " + state, cause);
        }
        return cause;
    }

    /**
     * Whether the server said this about the very statement. The client also fails what is in flight with the reason a
     * connection was ended for, which says nothing about the statement.
     */
    public static boolean answered(Throwable cause) {
        return cause instanceof PgException error
                && !error.getSqlState().startsWith("57P")
                && !error.getSqlState().equals(IDLE_IN_TRANSACTION);
    }

    /** Whether a connection is at its end, by what one of its statements failed with. */
    static boolean ended(Throwable cause) {
        return cause instanceof PgException error
                ? !answered(cause) || error.getSqlState().equals(TRANSACTION_TIMEOUT)
                : lost(cause);
    }

    /** Whether the server takes no writes: it is a standby, or was the primary until a moment ago. */
    static boolean isReadOnly(Throwable cause) {
        return READ_ONLY_TRANSACTION.equals(sqlState(cause));
    }

    /** Whether a statement was refused only because an earlier one of its transaction had failed. */
    static boolean aborted(Throwable cause) {
        return IN_FAILED_TRANSACTION.equals(sqlState(cause));
    }

    private static boolean lost(Throwable cause) {
        return cause instanceof IOException
                || cause instanceof ClosedConnectionException
                || (cause instanceof VertxException
                        && LOST.matcher(String.valueOf(cause.getMessage())).find());
    }

    /** Connection exceptions, insufficient resources, operator intervention, system errors, a server in recovery. */
    private static boolean unavailable(String state) {
        return state.startsWith("08")
                || state.startsWith("53")
                || state.startsWith("57P")
                || state.startsWith("58")
                || state.equals(READ_ONLY_TRANSACTION)
                || state.equals(IDLE_IN_TRANSACTION);
    }

    private static @Nullable PgException error(Throwable failure) {
        for (var at = failure; at != null; at = at.getCause()) {
            if (at instanceof PgException error) {
                return error;
            }
        }
        return null;
    }
}
