package dev.tollgate.gateway.answer;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refusal as callers of every protocol read it: RFC 9457 with Tollgate's members. Members that do not apply are null
 * and left out.
 *
 * @param type URL of the code's page
 */
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        String code,
        RequestId requestId,
        @Nullable String requiredScope,
        @Nullable List<FieldError> fieldErrors,
        @Nullable Long retryAfterSeconds,
        @Nullable String idempotencyKey,
        @Nullable String outcome,
        @Nullable Long balanceMicros,
        @Nullable Instant resetsAt,
        @Nullable String billingUrl) {

    public static final String CONTENT_TYPE = "application/problem+json";

    static final int PAYMENT_REQUIRED = 402;

    /** The HTTP status of a refusal. */
    public static int status(Refusal refusal) {
        return switch (refusal) {
            case Refusal.MalformedRequest _ -> 400;
            case Refusal.Unauthorized _ -> 401;
            case Refusal.UsageBalanceExhausted _,
                    Refusal.MonthlyCapReached _,
                    Refusal.AccountPaused _,
                    Refusal.BudgetExhausted _ -> PAYMENT_REQUIRED;
            case Refusal.WorkspaceNotActive _,
                    Refusal.ModuleNotEnabled _,
                    Refusal.MissingRequiredScope _,
                    Refusal.McpAuthMethodNotAllowed _,
                    Refusal.ToolNotOffered _,
                    Refusal.RoleNotAllowed _,
                    Refusal.PlanLimitReached _ -> 403;
            case Refusal.ResourceNotFound _, Refusal.RouteNotFound _ -> 404;
            case Refusal.MethodNotAllowed _ -> 405;
            case Refusal.IdempotencyConflict _, Refusal.IdempotencyInProgress _, Refusal.Conflict _ -> 409;
            case Refusal.VersionConflict _ -> 412;
            case Refusal.PayloadTooLarge _ -> 413;
            case Refusal.UnsupportedMediaType _ -> 415;
            case Refusal.RangeNotSatisfiable _ -> 416;
            case Refusal.ValidationFailed _ -> 422;
            case Refusal.RateLimited _ -> 429;
            case Refusal.InternalError _ -> 500;
            case Refusal.ServiceUnavailable _ -> 503;
            case Refusal.DeadlineExceeded _ -> 504;
        };
    }

    /** Whole seconds to wait, rounded up, at least 1; null where waiting does not help. */
    public static @Nullable Long retryAfterSeconds(Refusal refusal) {
        var wait = refusal.retryAfter();
        return wait == null
                ? null
                : Math.max(1, wait.plus(Duration.ofSeconds(1).minusNanos(1)).toSeconds());
    }

    /** The words of a code: {@code missing_required_scope} reads "Missing required scope". */
    public static String title(String code) {
        return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('_', ' ');
    }
}
