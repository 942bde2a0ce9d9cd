package dev.tollgate.billing.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.money.usage.UsageCodec;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records of the log that no event could be read from: sent again as they came, or resolved. */
class DeadLetterRecordsTest extends DeadLetterTests {

    @Test
    void a_record_that_an_older_version_could_not_read_is_sent_again_as_it_came() {
        var record = UsageCodec.encode(List.of(usage(100), usage(20)));
        var id = unreadable(record);
        var twin = unreadable(record);
        opened();

        var unnamed = desk.done(DeadLetterOperations.RESEND, OPERATOR, new ResendChoice(null, WHY));
        var handled = resend(id);
        log.book(tenant, sent(), record);

        assertThat(unnamed.handled()).doesNotContain(id, twin);
        assertThat(handled.handled()).containsExactlyInAnyOrder(id, twin);
        assertThat(sent()).isEqualTo(record);
        assertThat(bench.account(tenant).month().spent()).isEqualTo(120);
    }

    @Test
    void a_record_that_was_charged_by_hand_is_not_sent_again() {
        var record = UsageCodec.encode(List.of(usage(100), usage(20)));
        var _ = resolve(List.of(unreadable(record)));
        var late = unreadable(record);

        var resent = resend(late);

        assertThat(resent.unchanged()).containsExactly(late);
        assertThat(messages()).isEmpty();
        assertThat(resolve(List.of(late)).handled()).containsExactly(late);
    }

    @Test
    void a_record_that_is_still_unreadable_stays_and_is_shown() {
        var record = UsageCodec.encode(usage(100));
        record[1] = 99;
        log.book(tenant, record);
        var letter = all(false).stream()
                .filter(one -> one.unread() != null)
                .findFirst()
                .orElseThrow();

        var resent = resend(letter.id());
        var resolved = resolve(List.of(letter.id()));

        assertThat(letter.sendable()).isFalse();
        assertThat(letter.unread()).isEqualTo(Base64.getEncoder().encodeToString(record));
        assertThat(resent.unchanged()).containsExactly(letter.id());
        assertThat(messages()).isEmpty();
        assertThat(resolved.handled()).containsExactly(letter.id());
    }

    /** A record that is read now, as a version before left it that could not read it. */
    private DeadLetterId unreadable(byte[] record) {
        var id = new DeadLetterId(bench.ids.next());
        bench.execute("""
                INSERT INTO billing.dead_letter (id, partition, topic_id, log_offset, has_tenant, reason, body, made_at)
                VALUES ('%s', 0, gen_random_uuid(), 0, false, 'unknown version', '%s', now())
                """.formatted(id.value(), Base64.getEncoder().encodeToString(record)));
        assertThat(all(false))
                .filteredOn(letter -> letter.id().equals(id))
                .allSatisfy(letter -> assertThat(letter.eventId()).isNull());
        return id;
    }
}
