package dev.tollgate.billing.recovery;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.money.clock.Clocks;
import dev.tollgate.money.clock.CloseStep;
import dev.tollgate.money.rating.Period;
import dev.tollgate.records.work.Change;
import dev.tollgate.records.work.Work;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.postgres.EnumColumn;
import dev.tollgate.runtime.postgres.Transaction;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;

/** Answers the operations that repair closes and the usage log. */
public final class Recovery {

    private static final String REOPEN = "SELECT slices, accounts, months_ahead FROM billing.reopen_closes($1, $2)";

    private static final String CONTINUE = "SELECT * FROM billing.continue_usage_log($1, $2)";

    private final Work work;
    private final Clocks clocks;

    public Recovery(Work work, Clocks clocks) {
        this.work = work;
        this.clocks = clocks;
    }

    public void serve(OperationBus bus) {
        bus.serve(RecoveryOperations.REPAIR_CLOSES, this::repairCloses);
        bus.serve(RecoveryOperations.CONTINUE_USAGE_LOG, this::continueLog);
    }

    /** Copies whose close lies after their row's are dropped by the publish that follows within seconds. */
    private Future<Outcome<RepairedCloses>> repairCloses(Call<RecoveryReason> call) {
        return clocks.read().compose(reading -> {
            if (!reading.agrees()) {
                return Future.succeededFuture(Outcome.refused(
                        new Refusal.Conflict("The clocks of Redis, PostgreSQL and this gateway differ by "
                                + reading.skew().toSeconds() + " s. Correct them first.")));
            }
            long last = CloseStep.last(reading.slowest());
            long present = CloseStep.present(reading.slowest());
            return work.write(call, transaction -> reopened(transaction, last, present));
        });
    }

    private static Future<Outcome<Change<RepairedCloses>>> reopened(Transaction transaction, long last, long present) {
        return transaction.query(REOPEN, Tuple.of(last, present)).map(rows -> {
            var row = rows.iterator().next();
            return Outcome.done(Change.of(new RepairedCloses(
                    Period.startOfBucket(last + 1),
                    row.getLong("slices"),
                    row.getLong("accounts"),
                    row.getLong("months_ahead"))));
        });
    }

    private Future<Outcome<ContinuedUsageLog>> continueLog(Call<RecoveryReason> call) {
        var by = call.caller().actor().id();
        return work.write(
                call,
                transaction -> transaction
                        .query(CONTINUE, Tuple.of(by, call.input().reason()))
                        .map(rows -> Outcome.done(Change.of(new ContinuedUsageLog(
                                rows.stream().map(Recovery::gap).toList())))));
    }

    private static UsageLogGap gap(Row row) {
        return new UsageLogGap(
                row.getInteger("gap_partition"),
                EnumColumn.read(row, "gap_kind", UsageLogGap.Kind.class),
                row.getLong("gap_next"),
                row.getLong("gap_resumed_at"),
                row.getLong("gap_records_lost"),
                row.getLong("gap_messages_sent"),
                row.getOffsetDateTime("gap_noticed_at").toInstant());
    }
}
