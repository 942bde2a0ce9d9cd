package dev.tollgate.modules.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.OnExisting;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.contract.reference.ContactId;
import dev.tollgate.modules.Desk;
import dev.tollgate.modules.crm.CrmModule;
import dev.tollgate.modules.crm.contact.ContactOperations;
import dev.tollgate.modules.crm.contact.ContactOperations.NewContact;
import dev.tollgate.records.resource.Ref;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls at the same time: deletions of contacts that tickets take, duplicates, and creates of one external ID. */
class TicketRacesTest {

    private static final int ROUNDS = 15;

    private static Desk desk;
    private Cases cases;

    @BeforeAll
    static void open() {
        desk = new Desk(List.of(new CrmModule(), new SupportModule()), 4);
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        var stranger = desk.stranger();
        var scopes = Set.of(new Scope("support:write"), new Scope("crm:write"));
        cases = new Cases(
                desk,
                new Caller(
                        stranger.actor(),
                        stranger.tenant(),
                        stranger.workspace(),
                        scopes,
                        null,
                        Set.of("support", "crm"),
                        stranger.zone()));
        var _ = cases.queue("Care");
    }

    private ContactId contact() {
        var input = Cases.input(NewContact.class, "{'name': 'Ada'}");
        return desk.done(ContactOperations.CREATE, cases.caller(), input).id();
    }

    @Test
    void a_contact_is_deleted_once_no_ticket_refers_to_it() {
        var contact = contact();
        var ticket = cases.ticket("'contact_id': '" + contact + "'");

        var held = desk.refusal(ContactOperations.DELETE, cases.caller(), new Ref<>(contact));
        var closed = cases.update(cases.update(ticket, "'status': 'closed'"), "'contact_id': null");
        var deleted = desk.done(ContactOperations.DELETE, cases.caller(), new Ref<>(contact));

        assertThat(held).isInstanceOf(Refusal.Conflict.class);
        assertThat(closed.contactId()).isNull();
        assertThat(deleted.id()).isEqualTo(contact);
    }

    @Test
    void a_contact_is_deleted_or_taken_by_a_ticket_and_never_both() {
        for (int round = 0; round < ROUNDS; round++) {
            var contact = contact();

            var taken = desk.sent(
                    TicketOperations.CREATE,
                    cases.caller(),
                    Cases.newTicket("'contact_id': '" + contact + "'"),
                    Conditions.NONE);
            var deleted = desk.sent(ContactOperations.DELETE, cases.caller(), new Ref<>(contact), Conditions.NONE);
            var _ = Desk.await(Future.join(taken, deleted).otherwiseEmpty());

            assertThat(isDone(taken) && isDone(deleted)).isFalse();
            assertThat(isDone(taken) || isDone(deleted)).isTrue();
        }
    }

    @Test
    void two_tickets_are_never_duplicates_of_each_other() {
        for (int round = 0; round < ROUNDS; round++) {
            var one = cases.ticket();
            var other = cases.ticket();

            var first = marked(one, other);
            var second = marked(other, one);
            var _ = Desk.await(Future.join(first, second).otherwiseEmpty());

            assertThat(isDone(first) && isDone(second)).isFalse();
            assertThat(cases.now(one).duplicateOfId() != null
                            && cases.now(other).duplicateOfId() != null)
                    .isFalse();
        }
    }

    /** As an e-mail that is delivered twice at once makes them. */
    @Test
    void a_ticket_that_two_calls_skip_at_once_has_one_first_message() {
        var skip = Conditions.NONE.withOnExisting(OnExisting.SKIP);
        for (int round = 1; round <= ROUNDS; round++) {
            var mail = "'body': 'Help', 'external_source': 'mail', 'external_id': 'm" + round + "'";

            var first = desk.sent(TicketOperations.CREATE, cases.caller(), Cases.newTicket(mail), skip);
            var second = desk.sent(TicketOperations.CREATE, cases.caller(), Cases.newTicket(mail), skip);
            var _ = Desk.await(Future.join(first, second).otherwiseEmpty());

            assertThat(isDone(first) || isDone(second)).isTrue();
            assertThat(messages()).containsExactly(String.valueOf(round));
        }
    }

    private List<String> messages() {
        return desk.ownerRows("SELECT count(*) FROM support.ticket_message WHERE workspace_id = '"
                + cases.caller().workspaceId().value() + "'");
    }

    private Future<Outcome<Ticket>> marked(Ticket ticket, Ticket original) {
        return desk.sent(
                TicketOperations.UPDATE,
                cases.caller(),
                Cases.patch(ticket, "'duplicate_of_id': '" + original.id() + "'"),
                Conditions.NONE);
    }

    private static boolean isDone(Future<? extends Outcome<?>> call) {
        return call.succeeded() && Cases.isDone(call.result());
    }
}
