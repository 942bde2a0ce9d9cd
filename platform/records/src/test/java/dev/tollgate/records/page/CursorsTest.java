package dev.tollgate.records.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Actor;
import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.Surface;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.contract.event.CallFacts;
import dev.tollgate.contract.event.Charge;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Conditions;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.Notes;
import dev.tollgate.records.Notes.Nothing;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

public class CursorsTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID LAST = UUID.fromString("0190a000-0000-7000-8000-000000000001");
    private static final WorkspaceId MINE = new WorkspaceId(new UUID(1, 1));

    private final Cursors cursors = at(NOW);

    @Test
    void a_cursor_leads_back_to_its_position() {
        var cursor = cursors.at(call(Notes.LIST, MINE), "f", LAST);

        assertThat(cursors.id(call(Notes.LIST, MINE), "f", cursor)).contains(LAST);
    }

    @Test
    void a_cursor_with_any_letter_changed_is_refused() {
        var cursor = cursors.at(call(Notes.LIST, MINE), "f", LAST);

        for (int i = 0; i < cursor.length() - 1; i++) {
            var letter = cursor.charAt(i) == 'A' ? 'B' : 'A';
            var changed = cursor.substring(0, i) + letter + cursor.substring(i + 1);
            assertThat(cursors.id(call(Notes.LIST, MINE), "f", changed))
                    .as(changed)
                    .isEmpty();
        }
    }

    @Test
    void a_cursor_is_bound_to_operation_workspace_and_filters() {
        var cursor = cursors.at(call(Notes.LIST, MINE), "f", LAST);

        assertThat(cursors.id(call(Notes.GET, MINE), "f", cursor)).isEmpty();
        assertThat(cursors.id(call(Notes.LIST, new WorkspaceId(new UUID(2, 2))), "f", cursor))
                .isEmpty();
        assertThat(cursors.id(call(Notes.LIST, MINE), "g", cursor)).isEmpty();
    }

    @Test
    void a_cursor_is_good_for_a_day() {
        var cursor = cursors.at(call(Notes.LIST, MINE), "f", LAST);

        assertThat(at(NOW.plus(Cursors.LIFE)).id(call(Notes.LIST, MINE), "f", cursor))
                .contains(LAST);
        assertThat(at(NOW.plus(Cursors.LIFE).plusSeconds(1)).id(call(Notes.LIST, MINE), "f", cursor))
                .isEmpty();
    }

    @Test
    void a_lasting_cursor_is_the_same_bytes_at_any_time_and_bound_to_operation_workspace_and_filters() {
        byte[] position = {1, 2, 3};
        var cursor = cursors.lasting(call(Notes.LIST, MINE), "f", position);
        var later = at(NOW.plus(Cursors.LIFE).plusSeconds(1));

        assertThat(later.lasting(call(Notes.LIST, MINE), "f", position)).isEqualTo(cursor);
        assertThat(later.lastingPosition(call(Notes.LIST, MINE), "f", cursor)).contains(position);
        assertThat(cursors.lastingPosition(call(Notes.GET, MINE), "f", cursor)).isEmpty();
        assertThat(cursors.lastingPosition(call(Notes.LIST, new WorkspaceId(new UUID(2, 2))), "f", cursor))
                .isEmpty();
        assertThat(cursors.lastingPosition(call(Notes.LIST, MINE), "g", cursor)).isEmpty();
        assertThat(cursors.lastingPosition(
                        call(Notes.LIST, MINE), "f", cursors.at(call(Notes.LIST, MINE), "f", position)))
                .isEmpty();
    }

    @Test
    void junk_is_no_cursor() {
        for (var junk : new String[] {"", "!", "AAAA", "A".repeat(500), "\0", "ÄÄÄÄ"}) {
            assertThat(cursors.id(call(Notes.LIST, MINE), "f", junk)).isEmpty();
        }
    }

    public static Cursors at(Instant time) {
        return new Cursors(new byte[32], InstantSource.fixed(time));
    }

    public static Call<?> call(Operation<Nothing, ?> operation, WorkspaceId workspace) {
        return call(operation, workspace, Conditions.NONE);
    }

    public static Call<?> call(Operation<Nothing, ?> operation, WorkspaceId workspace, Conditions conditions) {
        var actor = new Actor(Actor.Kind.API_KEY, "key_1", "key");
        var tenant = new TenantId(new UUID(9, 9));
        var facts = new CallFacts(
                new RequestId(new UUID(3, 3)),
                null,
                NOW,
                tenant,
                workspace,
                actor,
                Surface.REST,
                operation.name(),
                operation.action(),
                null,
                "127.0.0.1",
                null);
        return new Call<>(
                operation,
                new Caller(actor, tenant, workspace),
                new Nothing(),
                conditions,
                facts,
                new Charge("rest.read", 1, 20, "1", new Charge.Hold(1, 7)),
                NOW.plus(Duration.ofSeconds(10)));
    }
}
