package dev.tollgate.modules.bi.query;

import dev.tollgate.contract.caller.Caller;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Questions on a desk of their own. */
public abstract class QuestionTests {

    protected static final String WEEK =
            "'time': {'last': {'n': 7, 'unit': 'day'}, 'grain': 'day', 'time_zone': 'UTC'}";

    protected static Questions questions;

    @BeforeAll
    static void open() {
        questions = new Questions();
    }

    @AfterAll
    static void close() {
        questions.close();
    }

    protected static Caller caller() {
        return questions.caller("bi:read", "bi:write");
    }

    protected static Instant now() {
        return questions.desk.clock.instant();
    }
}
