package dev.tollgate.gateway.console.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.answer.Problems;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.gateway.pipeline.OwnContexts;
import org.junit.jupiter.api.Test;

class PageCallTest {

    /** The pipeline writes a refusal where writing an answer failed. */
    @Test
    void an_answer_whose_listener_throws_remains_the_only_one() {
        var problems = new Problems("https://api.example.org");
        var call = new PageCall<Object, Object>(null, problems, null, null, null, null, null);
        var context = OwnContexts.on(Surface.REST);
        var _ = call.answer().onComplete(_ -> {
            throw new IllegalStateException("a page that cannot be made");
        });
        var _ = catchThrowable(() -> call.write(context, CallResult.refused(new Refusal.RouteNotFound())));
        var first = call.answer().result();

        call.write(context, CallResult.refused(new Refusal.InternalError(false)));

        assertThat(first).isNotNull();
        assertThat(call.answer().result()).isSameAs(first);
    }
}
