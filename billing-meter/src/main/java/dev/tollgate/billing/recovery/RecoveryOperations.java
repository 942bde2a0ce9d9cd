package dev.tollgate.billing.recovery;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import java.util.List;

/** Operations with which an operator repairs closes and the usage log. */
public final class RecoveryOperations {

    private static final Access OPERATORS = roles(Role.OPERATOR);

    public static final Operation<RecoveryReason, RepairedCloses> REPAIR_CLOSES = Declaration.write(
                    "repair_closes", "close")
            .summary("Set back closes that lie in the future")
            .description("Sets back partitions and accounts whose close lies in the future. Call it after correcting a "
                    + "clock that was ahead. Moves no money. Refused while the clocks of Redis, PostgreSQL and the "
                    + "gateway differ by more than 2 seconds. Changes nothing if no close lies in the future.")
            .control("POST", "/control/v1/closes/repair", OPERATORS)
            .takes(RecoveryReason.class, """
                    {"reason": "the clock of Redis was an hour ahead"}""")
            .gives(RepairedCloses.class);

    public static final Operation<RecoveryReason, ContinuedUsageLog> CONTINUE_USAGE_LOG = Declaration.write(
                    "continue_usage_log", "usage_log")
            .summary("Continue the usage log after a gap")
            .description("Returns what the log lost, and ends the alarm. Partitions whose next events were deleted "
                    + "from Kafka go on at the first that is left; usage in between is not charged. Changes nothing "
                    + "if the log has no gap.")
            .control("POST", "/control/v1/usage-log/continue", OPERATORS)
            .takes(RecoveryReason.class, """
                    {"reason": "the meter was away for longer than the retention"}""")
            .gives(ContinuedUsageLog.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(REPAIR_CLOSES, CONTINUE_USAGE_LOG);

    private RecoveryOperations() {}
}
