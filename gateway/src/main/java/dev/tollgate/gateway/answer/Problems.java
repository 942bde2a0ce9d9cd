package dev.tollgate.gateway.answer;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.FieldError;
import dev.tollgate.contract.outcome.Refusal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes problem documents. Every URL in them starts with the public URL from the settings, never with a Host header.
 */
public final class Problems {

    /** Members of a problem document that only some codes have. */
    private record Members(
            @Nullable String scope,
            @Nullable List<FieldError> fieldErrors,
            @Nullable String idempotencyKey,
            boolean effectUnknown,
            @Nullable Long balanceMicros,
            @Nullable Instant resetsAt) {

        static final Members NONE = new Members(null, null, null, false, null, null);

        static Members unknown(boolean effectUnknown) {
            return effectUnknown ? new Members(null, null, null, true, null, null) : NONE;
        }

        static Members key(String key) {
            return new Members(null, null, key, false, null, null);
        }

        static Members money(@Nullable Long balanceMicros, @Nullable Instant resetsAt) {
            return new Members(null, null, null, false, balanceMicros, resetsAt);
        }
    }

    private final BaseUrls urls;

    /**
     * Problems of an installation with one URL for everything.
     *
     * @param publicUrl without a slash at its end
     */
    public Problems(String publicUrl) {
        this(BaseUrls.of(publicUrl));
    }

    /** Problems of this installation. */
    public Problems(BaseUrls urls) {
        this.urls = urls;
    }

    /**
     * The document for one refused call.
     *
     * @param tenant who pays; null where none is known. A 402 for one names a page that opens without a credential
     */
    public Problem problem(Refusal refusal, RequestId requestId, @Nullable TenantId tenant) {
        var code = refusal.code();
        var members = members(refusal);
        var page = urls.app() + "/docs/errors/" + code;
        return new Problem(
                page,
                Problem.title(code),
                Problem.status(refusal),
                refusal.detail(),
                code,
                requestId,
                members.scope(),
                members.fieldErrors(),
                Problem.retryAfterSeconds(refusal),
                members.idempotencyKey(),
                members.effectUnknown() ? "unknown" : null,
                members.balanceMicros(),
                members.resetsAt(),
                Problem.status(refusal) == Problem.PAYMENT_REQUIRED && tenant != null ? page : null);
    }

    private static Members members(Refusal refusal) {
        return switch (refusal) {
            case Refusal.MissingRequiredScope(var scope) -> new Members(scope.text(), null, null, false, null, null);
            case Refusal.ValidationFailed(var errors) -> new Members(null, errors, null, false, null, null);
            case Refusal.IdempotencyConflict(var key) -> Members.key(key);
            case Refusal.IdempotencyInProgress(var key) -> Members.key(key);
            case Refusal.UsageBalanceExhausted(var micros, var resetsAt) -> Members.money(micros, resetsAt);
            case Refusal.MonthlyCapReached(var micros, var resetsAt) -> Members.money(micros, resetsAt);
            case Refusal.AccountPaused(var micros) -> Members.money(micros, null);
            case Refusal.BudgetExhausted(var micros, var _, var _, var resetsAt) -> Members.money(micros, resetsAt);
            case Refusal.InternalError(var unknown) -> Members.unknown(unknown);
            case Refusal.ServiceUnavailable(var _, var unknown) -> Members.unknown(unknown);
            case Refusal.DeadlineExceeded(var unknown) -> Members.unknown(unknown);
            case Refusal.MalformedRequest _,
                    Refusal.Unauthorized _,
                    Refusal.WorkspaceNotActive _,
                    Refusal.ModuleNotEnabled _,
                    Refusal.McpAuthMethodNotAllowed _,
                    Refusal.ToolNotOffered _,
                    Refusal.RoleNotAllowed _,
                    Refusal.PlanLimitReached _,
                    Refusal.ResourceNotFound _,
                    Refusal.RouteNotFound _,
                    Refusal.MethodNotAllowed _,
                    Refusal.Conflict _,
                    Refusal.VersionConflict _,
                    Refusal.PayloadTooLarge _,
                    Refusal.UnsupportedMediaType _,
                    Refusal.RangeNotSatisfiable _,
                    Refusal.RateLimited _ -> Members.NONE;
        };
    }
}
