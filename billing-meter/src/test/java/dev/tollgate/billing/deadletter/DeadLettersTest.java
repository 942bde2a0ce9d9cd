package dev.tollgate.billing.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.billing.BillingBench;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.money.usage.UsageCodec;
import dev.tollgate.runtime.ids.IdSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Events that could not be booked: shown, sent again, resolved. */
class DeadLettersTest extends DeadLetterTests {

    @Test
    void an_event_that_is_sent_again_is_charged_once() {
        log.book(tenant, UsageCodec.encode(usage(100)));
        var letter = only();
        opened();

        var handled = resend(letter.id());
        var again = resend(letter.id());
        log.book(tenant, sent(), sent());

        assertThat(letter.sendable()).isTrue();
        assertThat(letter.chargeMicros()).isEqualTo(100);
        assertThat(handled.handled()).containsExactly(letter.id());
        assertThat(again.handled()).isEmpty();
        assertThat(again.unchanged()).containsExactly(letter.id());
        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
        assertThat(letters(false)).isEmpty();
        assertThat(letters(true)).singleElement().satisfies(one -> {
            assertThat(one.resolution()).isEqualTo(DeadLetter.Resolution.RESENT);
            assertThat(one.resolvedBy()).isEqualTo(BillingBench.KEY.id());
            assertThat(one.resolutionReason()).isEqualTo(WHY);
        });
    }

    @Test
    void an_event_whose_cause_is_still_there_becomes_a_new_dead_letter() {
        log.book(tenant, UsageCodec.encode(usage(100)));
        var before = only();

        var _ = resend(before.id());
        log.book(tenant, sent());

        assertThat(only().id()).isNotEqualTo(before.id());
        assertThat(only().eventId()).isEqualTo(before.eventId());
    }

    @Test
    void two_operators_at_once_send_an_event_once() {
        log.book(tenant, UsageCodec.encode(usage(100)));
        var id = only().id();

        Stream.generate(() -> CompletableFuture.supplyAsync(
                        () -> desk.outcome(DeadLetterOperations.RESEND, OPERATOR, choice(id), null)))
                .limit(8)
                .toList()
                .forEach(one -> one.handle((_, _) -> true)
                        .orTimeout(5, TimeUnit.MINUTES)
                        .join());

        assertThat(messages()).hasSize(1);
    }

    @Test
    void an_event_that_is_too_old_stays_and_is_resolved_by_hand() {
        var event = usage(100);
        var longAgo = IdSource.timeOrdered(() -> bench.clock.instant().minus(Duration.ofDays(36)));
        log.book(
                tenant,
                UsageCodec.encode(new UsageRecorded(longAgo.next(), event.call(), event.charge(), true, "task", null)));
        var letter = only();

        var resent = resend(letter.id());
        var resolved = resolve(List.of(letter.id()));

        assertThat(letter.sendable()).isFalse();
        assertThat(resent.unchanged()).containsExactly(letter.id());
        assertThat(messages()).isEmpty();
        assertThat(resolved.handled()).containsExactly(letter.id());
        assertThat(resolved.open()).isEqualTo(resent.open() - 1);
        assertThat(letters(true))
                .singleElement()
                .satisfies(one -> assertThat(one.resolution()).isEqualTo(DeadLetter.Resolution.RESOLVED));
    }

    @Test
    void an_event_that_came_from_the_future_is_resolved_by_hand_also_when_its_day_has_come() {
        log.book(tenant, UsageCodec.encode(usage(100)));
        var id = only().id();
        bench.execute("UPDATE billing.dead_letter SET made_at = made_at - interval '25 hours' WHERE id = '" + id.value()
                + "'");

        var resent = resend(id);

        assertThat(only().sendable()).isFalse();
        assertThat(resent.unchanged()).containsExactly(id);
        assertThat(messages()).isEmpty();
    }

    @Test
    void without_ids_the_oldest_that_can_be_sent_are_and_what_is_unreadable_is_shown_and_stays() {
        log.book(tenant, UsageCodec.encode(usage(100)), "[{}]".getBytes(StandardCharsets.UTF_8));
        var letter = only();

        var handled = desk.done(DeadLetterOperations.RESEND, OPERATOR, new ResendChoice(null, WHY));

        assertThat(handled.handled()).contains(letter.id());
        assertThat(handled.unchanged()).isEmpty();
        assertThat(all(false))
                .allSatisfy(one -> assertThat(one.sendable()).isFalse())
                .anySatisfy(one -> assertThat(one.unread()).isEqualTo("{}"));
    }

    @Test
    void an_event_that_was_delivered_twice_is_sent_again_once() {
        var event = UsageCodec.encode(usage(100));
        log.book(tenant, event);
        log.book(tenant, event);
        var letters = ids(letters(false));
        opened();

        var handled = resend(letters.getFirst());
        log.book(tenant, sent());

        assertThat(letters).hasSize(2);
        assertThat(handled.handled()).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(letters(false)).isEmpty();
        assertThat(bench.account(tenant).month().spent()).isEqualTo(100);
    }

    @Test
    void the_letters_of_an_event_that_are_sent_together_are_one_message() {
        var event = UsageCodec.encode(usage(100));
        log.book(tenant, event);
        log.book(tenant, event);
        var letters = ids(letters(false));

        var handled = desk.done(DeadLetterOperations.RESEND, OPERATOR, new ResendChoice(letters, WHY));

        assertThat(handled.handled()).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(messages()).hasSize(1);
    }

    @Test
    void an_event_that_was_charged_by_hand_is_not_sent_again_though_it_is_delivered_once_more() {
        var event = UsageCodec.encode(usage(100));
        log.book(tenant, event);
        log.book(tenant, event);
        var letters = ids(letters(false));

        var resolved = resolve(List.of(letters.getFirst()));
        log.book(tenant, event);
        var late = only();
        var resent = resend(late.id());

        assertThat(resolved.handled()).containsExactlyInAnyOrderElementsOf(letters);
        assertThat(late.sendable()).isFalse();
        assertThat(resent.unchanged()).containsExactly(late.id());
        assertThat(messages()).isEmpty();
    }

    @Test
    void events_without_a_tenant_do_not_keep_later_ones_from_being_sent() {
        var nobodys = Stream.generate(() -> UsageCodec.encode(nobodys()))
                .limit(ResendChoice.IDS_MAX)
                .toArray(byte[][]::new);
        log.book(tenant, nobodys);
        log.book(tenant, UsageCodec.encode(usage(100)));
        var letter = only();

        var handled = desk.done(DeadLetterOperations.RESEND, OPERATOR, new ResendChoice(null, WHY));
        var _ = resolve(ids(all(false)));

        assertThat(handled.handled()).contains(letter.id());
        assertThat(messages()).hasSize(1);
    }

    /** An event that names no tenant. */
    private UsageRecorded nobodys() {
        var event = usage(100);
        var call = event.call();
        var facts = new CallFacts(
                call.requestId(),
                null,
                call.time(),
                null,
                null,
                call.actor(),
                call.surface(),
                call.operation(),
                call.action(),
                null,
                call.clientAddress(),
                null);
        return new UsageRecorded(event.id(), facts, event.charge(), true, "task", null);
    }
}
