package dev.tollgate.billing.deadletter;

import static dev.tollgate.contract.operation.Declaration.roles;

import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import java.util.List;

/** Operations with which an operator handles usage events that could not be booked. */
public final class DeadLetterOperations {

    private static final Access OPERATORS = roles(Role.OPERATOR);
    private static final String ROUTE = "/control/v1/dead-letters";

    public static final Operation<DeadLetterPage, Page<DeadLetter>> LIST = Declaration.read(
                    "list_dead_letters", "dead_letter")
            .summary("List usage events that could not be booked")
            .description(
                    "Newest first. Their calls are not charged until the events are sent again or charged by hand.")
            .control("GET", ROUTE, OPERATORS)
            .takes(DeadLetterPage.class, "{}")
            .givesPage(DeadLetter.class);

    public static final Operation<ResendChoice, HandledDeadLetters> RESEND = Declaration.write(
                    "resend_dead_letters", "dead_letter")
            .summary("Send usage events again that could not be booked")
            .description(
                    "Each event keeps its id, so it is charged at most once. Correct the cause first: an event that "
                            + "cannot be booked again becomes a new dead letter. A record that could not be read is sent if "
                            + "you name it and this version reads it. What is still unreadable, and events older than "
                            + "35 days, stay as they are.")
            .control("POST", ROUTE + "/resend", OPERATORS)
            .takes(ResendChoice.class, """
                    {"reason": "the clock of a gateway was a day ahead"}""")
            .gives(HandledDeadLetters.class);

    public static final Operation<ResolveChoice, HandledDeadLetters> RESOLVE = Declaration.write(
                    "resolve_dead_letters", "dead_letter")
            .summary("Mark dead letters as resolved")
            .description("Ends their alarm. Charges nothing: for events that were charged by hand, or are left.")
            .control("POST", ROUTE + "/resolve", OPERATORS)
            .takes(ResolveChoice.class, """
                    {"ids": ["ltr_01h455vb4pex5vsknk084sn02q"], "reason": "unreadable, left"}""")
            .gives(HandledDeadLetters.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL = List.of(LIST, RESEND, RESOLVE);

    private DeadLetterOperations() {}
}
