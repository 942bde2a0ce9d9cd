package dev.tollgate.contract.outcome;

import dev.tollgate.contract.caller.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reason why a call was not performed. The code is the snake_case of the record's name and part of the public contract;
 * the detail is one sentence for the caller and never carries internals.
 */
public sealed interface Refusal {

    /** One sentence for the caller, about this very call. */
    String detail();

    /** The stable code, such as {@code missing_required_scope}. */
    default String code() {
        return code(getClass());
    }

    /** The stable code of a kind of refusal. */
    static String code(Class<?> refusal) {
        return RefusalCodes.BY_TYPE.get(refusal);
    }

    record MalformedRequest(String detail) implements Refusal {}

    /** Never says which of the many reasons it was. */
    record Unauthorized() implements Refusal {
        @Override
        public String detail() {
            return "A valid credential is required: an API key (tgk_) for /v1, the token of an MCP client (tgm_) or of "
                    + "the identity provider for /mcp, an operator's token (tga_) or one of the identity provider for "
                    + "/control/v1.";
        }
    }

    /**
     * The balance is below the maximum cost of the call.
     *
     * @param balanceMicros what is left, in micros of US dollars; null for a caller that may not know
     * @param resetsAt when included usage is renewed
     */
    record UsageBalanceExhausted(@Nullable Long balanceMicros, Instant resetsAt) implements Refusal {
        @Override
        public String detail() {
            return "The balance does not cover this call. Ask an owner of the tenant to pay (create_checkout) or to "
                    + "request a top-up (request_top_up), or call again after " + resetsAt + '.';
        }

        @Override
        public Refusal withoutBalance() {
            return new UsageBalanceExhausted(null, resetsAt);
        }
    }

    /**
     * The call could lift this month's spend over the cap.
     *
     * @param balanceMicros what is left, in micros of US dollars; null for a caller that may not know
     * @param resetsAt when the next month starts
     */
    record MonthlyCapReached(@Nullable Long balanceMicros, Instant resetsAt) implements Refusal {
        @Override
        public String detail() {
            return "The remaining spending cap of this month does not cover this call. A top-up does not help: ask an "
                    + "owner of the tenant to request a plan with a higher cap (request_plan), or call again after "
                    + resetsAt + '.';
        }

        @Override
        public Refusal withoutBalance() {
            return new MonthlyCapReached(null, resetsAt);
        }
    }

    /**
     * Nothing billable is done for the account.
     *
     * @param balanceMicros what is left, in micros of US dollars; null for a caller that may not know
     */
    record AccountPaused(@Nullable Long balanceMicros) implements Refusal {
        @Override
        public String detail() {
            return "An operator has paused billable calls of this account. Ask an owner of the tenant to contact the "
                    + "operator; deletions, revocations and reads of the control plane still work.";
        }

        @Override
        public Refusal withoutBalance() {
            return new AccountPaused(null);
        }
    }

    /**
     * What is left of the credential's own budget is below the maximum cost of the call.
     *
     * @param balanceMicros what the account has left, in micros of US dollars; null for a caller that may not know
     * @param remainingMicros what is left of the budget
     * @param per the period of the budget: day, month or total
     * @param resetsAt when the next period starts; null for a budget in total
     */
    record BudgetExhausted(
            @Nullable Long balanceMicros,
            long remainingMicros,
            String per,
            @Nullable Instant resetsAt) implements Refusal {
        @Override
        public String detail() {
            String left = "This credential's budget per " + per + " has " + remainingMicros
                    + " micros left, which does not cover this call. Ask an owner or admin of the workspace to raise the "
                    + "budget";
            return resetsAt == null
                    ? left.replace("budget per total", "total budget") + '.'
                    : left + ", or call again after " + resetsAt + '.';
        }

        @Override
        public Refusal withoutBalance() {
            return new BudgetExhausted(null, remainingMicros, per, resetsAt);
        }
    }

    record WorkspaceNotActive(String detail) implements Refusal {}

    record ModuleNotEnabled(String module) implements Refusal {
        @Override
        public String detail() {
            return "The module " + module
                    + " is not enabled in this workspace. Ask an owner or admin of it to enable it.";
        }
    }

    record MissingRequiredScope(Scope scope) implements Refusal {
        @Override
        public String detail() {
            return "The credential lacks the scope " + scope + ". Ask an owner or admin of the workspace to add it.";
        }
    }

    record McpAuthMethodNotAllowed() implements Refusal {
        @Override
        public String detail() {
            return "The MCP policy of this workspace does not allow this authentication method.";
        }
    }

    /**
     * The connection is narrowed to other tools.
     *
     * @param tool name of the operation
     */
    record ToolNotOffered(String tool) implements Refusal {
        @Override
        public String detail() {
            return "This connection leaves out " + tool
                    + ". tools/list shows what it offers. The toolsets, tools and readonly"
                    + " options are in the client's URL or headers; an MCP client may also have toolsets and readonly of its"
                    + " own, which an owner or admin of the workspace sets (update_mcp_client).";
        }
    }

    record RoleNotAllowed() implements Refusal {
        @Override
        public String detail() {
            return "Your role does not allow this operation.";
        }
    }

    record PlanLimitReached(String detail) implements Refusal {}

    record ResourceNotFound(String detail) implements Refusal {}

    record RouteNotFound() implements Refusal {
        @Override
        public String detail() {
            return "Route not found. Compare method and path with the API reference at /docs; a trailing slash makes another path.";
        }
    }

    /**
     * The path exists, but not with this method.
     *
     * @param allowed the methods that exist at this path
     */
    record MethodNotAllowed(Set<String> allowed) implements Refusal {
        public MethodNotAllowed {
            allowed = Set.copyOf(allowed);
        }

        @Override
        public String detail() {
            return "The method is not allowed for this path.";
        }
    }

    record IdempotencyConflict(String key) implements Refusal {
        @Override
        public String detail() {
            return "This idempotency key was used with another input. Send the same input, or use a new key.";
        }
    }

    record IdempotencyInProgress(String key) implements Refusal {
        @Override
        public String detail() {
            return "The first call with this idempotency key is still running.";
        }

        @Override
        public Duration retryAfter() {
            return Duration.ofSeconds(1);
        }
    }

    record Conflict(String detail) implements Refusal {}

    /**
     * The record has moved on.
     *
     * @param version the version the record has now
     */
    record VersionConflict(long version) implements Refusal {
        @Override
        public String detail() {
            return "The record is at version " + version + ", not the one you named. Read it again and decide anew.";
        }
    }

    record PayloadTooLarge(String detail) implements Refusal {}

    record UnsupportedMediaType(String detail) implements Refusal {}

    /**
     * No byte of the range is in the file.
     *
     * @param size of the file
     */
    record RangeNotSatisfiable(long size) implements Refusal {
        @Override
        public String detail() {
            return "The range begins behind the end of the file, which has " + size + " bytes.";
        }
    }

    /** All faults of the input at once. */
    record ValidationFailed(List<FieldError> fieldErrors) implements Refusal {
        public ValidationFailed {
            fieldErrors = List.copyOf(fieldErrors);
        }

        /** A single fault that only the module could find. */
        public static ValidationFailed of(String field, String message) {
            return new ValidationFailed(List.of(new FieldError(field, message)));
        }

        @Override
        public String detail() {
            return fieldErrors.size() == 1
                    ? fieldErrors.getFirst().field() + ": "
                            + fieldErrors.getFirst().message()
                    : fieldErrors.size() + " fields are wrong.";
        }
    }

    record RateLimited(String detail, Duration retryAfter) implements Refusal {}

    /**
     * The machine broke in a way it has no name for.
     *
     * @param effectUnknown the call is a write that may have taken effect; its idempotency key tells
     */
    @SuppressWarnings("AvoidCommonTypeNames") // the name is the public code
    record InternalError(boolean effectUnknown) implements Refusal {
        @Override
        public String detail() {
            return "Internal error. Report the request id.";
        }
    }

    /**
     * A part we need did not answer; the call may be repeated.
     *
     * @param effectUnknown the call is a write that may have taken effect; its idempotency key tells
     */
    record ServiceUnavailable(Duration retryAfter, boolean effectUnknown) implements Refusal {
        @Override
        public String detail() {
            return "A required service is temporarily unavailable. Try again.";
        }
    }

    /**
     * The call ran out of time.
     *
     * @param effectUnknown the call is a write that may have taken effect; its idempotency key tells
     */
    record DeadlineExceeded(boolean effectUnknown) implements Refusal {
        @Override
        public String detail() {
            return "The call did not finish in time.";
        }
    }

    /** The same for a caller that may not know what is left. */
    default Refusal withoutBalance() {
        return this;
    }

    /** Time to wait before a retry, if waiting helps. */
    default @Nullable Duration retryAfter() {
        return null;
    }
}
