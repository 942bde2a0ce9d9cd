package dev.tollgate.loadtest.fault;

import static dev.tollgate.loadtest.report.BrokenPromise.require;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** What must hold for the whole installation after every part: zero drift, bounded grace, one effect for one key. */
record MoneyCheck(FaultTestbed testbed, long graceBefore, long deadLettersBefore) {

    private static final String GRACE =
            "SELECT coalesce(sum(micros), 0)::bigint FROM billing.transfer_sum WHERE debit = 'grace'";
    private static final String DEAD_LETTERS = "SELECT count(*) FROM billing.dead_letter";
    /** Titles of a workspace's tasks are idempotency keys here: two tasks of one title are two effects of one key. */
    private static final String DOUBLES = """
            SELECT count(*) FROM (
                SELECT FROM tasks.task GROUP BY workspace_id, title HAVING count(*) > 1) AS doubles
            """;

    static MoneyCheck begin(FaultTestbed testbed) {
        var sql = testbed.servers().sql();
        return new MoneyCheck(testbed, sql.number(GRACE), sql.number(DEAD_LETTERS));
    }

    /** Usage must have been booked. */
    void end(long graceMaxMicros, ObjectNode figures) throws IOException, InterruptedException {
        var sql = testbed.servers().sql();
        long grace = sql.number(GRACE) - graceBefore;
        figures.put("grace_micros", grace).put("reconcile", testbed.reconcile());
        require(grace <= graceMaxMicros, "at most " + graceMaxMicros + " micros are grace, but " + grace);
        long deadLetters = sql.number(DEAD_LETTERS) - deadLettersBefore;
        require(deadLetters == 0, "every usage event is charged, but " + deadLetters + " are dead letters");
        long doubles = sql.number(DOUBLES);
        require(doubles == 0, "one key has one effect, but " + doubles + " have more");
    }
}
