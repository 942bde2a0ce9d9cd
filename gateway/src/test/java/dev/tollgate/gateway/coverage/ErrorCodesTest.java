package dev.tollgate.gateway.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problem;
import dev.tollgate.gateway.fixture.Reply;
import dev.tollgate.gateway.openapi.RefusalSamples;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every code of the public table can be reached, with its status and a page. The codes are the kinds of refusals there
 * are: a new kind does not compile until it is reached here.
 */
class ErrorCodesTest {

    private static final Provocations PROVOKED = new Provocations();

    static Stream<Refusal> refusals() {
        return RefusalSamples.all().stream();
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void each_code_is_reached(Refusal kind) {
        var reached = reached(kind);

        assertThat(reached).isEqualTo(new Reached(Problem.status(kind), kind.code()));
    }

    private record Reached(int status, String code) {

        static Reached by(Reply reply) {
            var problem = reply.json();
            assertThat(reply.header("Content-Type")).contains(Problem.CONTENT_TYPE);
            assertThat(problem.getInteger("status")).isEqualTo(reply.status());
            assertThat(problem.getString("detail")).isNotBlank();
            assertThat(reply.header("X-Request-Id")).contains(problem.getString("request_id"));
            var page = problem.getString("type")
                    .substring(World.GATEWAY.base().toString().length());
            assertThat(World.GATEWAY.call("GET", page, null, null).status()).isEqualTo(200);
            return new Reached(reply.status(), reply.code());
        }

        /** A problem in the result of a tool. */
        static Reached in(JsonObject problem) {
            return new Reached(problem.getInteger("status"), problem.getString("code"));
        }

        /** What no caller can bring about from outside as yet is made where it arises. */
        static Reached within(Refusal refusal) {
            return new Reached(Problem.status(refusal), refusal.code());
        }
    }

    private static Reached reached(Refusal kind) {
        return switch (kind) {
            case Refusal.MalformedRequest _ -> Reached.by(PROVOKED.brokenJson());
            case Refusal.Unauthorized _ -> Reached.by(PROVOKED.noCredential());
            case Refusal.UsageBalanceExhausted _ -> Reached.by(PROVOKED.nothingIncluded());
            case Refusal.MonthlyCapReached _ -> Reached.by(PROVOKED.capOfNothing());
            case Refusal.AccountPaused _ -> Reached.by(PROVOKED.paused());
            case Refusal.BudgetExhausted _ -> Reached.by(PROVOKED.budgetOfOneMicro());
            case Refusal.WorkspaceNotActive _ -> Reached.by(PROVOKED.suspended());
            case Refusal.ModuleNotEnabled _ -> Reached.by(PROVOKED.moduleOff());
            case Refusal.MissingRequiredScope _ -> Reached.by(PROVOKED.missingScope());
            case Refusal.McpAuthMethodNotAllowed _ -> Reached.by(PROVOKED.staticTokenWhereOauthIsAsked());
            case Refusal.ToolNotOffered _ -> Reached.in(PROVOKED.toolLeftOut());
            case Refusal.RoleNotAllowed _ -> Reached.by(PROVOKED.notForReaders());
            case Refusal.PlanLimitReached _ -> Reached.by(PROVOKED.secondWorkspaceOfDeveloper());
            case Refusal.ResourceNotFound _ -> Reached.by(PROVOKED.noSuchTask());
            case Refusal.RouteNotFound _ -> Reached.by(PROVOKED.noSuchRoute());
            case Refusal.MethodNotAllowed _ -> Reached.by(PROVOKED.wrongMethod());
            case Refusal.IdempotencyConflict _ -> Reached.by(PROVOKED.sameKeyOtherInput());
            case Refusal.IdempotencyInProgress _ -> Reached.by(PROVOKED.keyInUse());
            case Refusal.Conflict _ -> Reached.by(PROVOKED.changeOfRevokedKey());
            case Refusal.VersionConflict _ -> Reached.by(PROVOKED.staleVersion());
            case Refusal.PayloadTooLarge _ -> Reached.by(PROVOKED.largeBody());
            case Refusal.UnsupportedMediaType _ -> Reached.by(PROVOKED.plainText());
            case Refusal.RangeNotSatisfiable _ -> Reached.by(PROVOKED.rangeBehindTheEnd());
            case Refusal.ValidationFailed _ -> Reached.by(PROVOKED.noTitle());
            case Refusal.RateLimited _ -> Reached.by(PROVOKED.overTheRate());
            case Refusal.ServiceUnavailable _ -> Reached.by(PROVOKED.withoutRedis());
            case Refusal.InternalError _ -> Reached.by(PROVOKED.bug());
            case Refusal.DeadlineExceeded _ -> Reached.by(PROVOKED.neverEnding());
        };
    }
}
