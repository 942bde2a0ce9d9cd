package dev.tollgate.records.table;

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
import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.Offered;
import dev.tollgate.fuzz.Property;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.ParsedInput;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.records.page.Cursors;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.UUID;

/** A cursor leads to where it was made, and no text made elsewhere leads anywhere. */
public final class CursorFuzz {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Cursors CURSORS = new Cursors(new byte[32], () -> NOW);
    private static final Cursors LATER =
            new Cursors(new byte[32], () -> NOW.plus(Cursors.LIFE).plusSeconds(1));
    private static final Call<?> CALL = call();

    private CursorFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var text = Property.text(input);
        Property.holds(CURSORS.position(CALL, "f", text).isEmpty(), "a text that nobody signed opens nothing");
        var choices = new Choices(input);
        int at = choices.below(1_024);
        var letter = choices.text(4);
        var position = Arrays.copyOf(choices.rest(), Math.min(1_024, input.length));
        var cursor = CURSORS.at(CALL, "f", position);
        Property.holds(
                CURSORS.position(CALL, "f", cursor)
                        .map(there -> Arrays.equals(there, position))
                        .orElse(false),
                "a cursor leads to where it was made");
        Property.holds(CURSORS.position(CALL, "g", cursor).isEmpty(), "a cursor is of one filter");
        Property.holds(LATER.position(CALL, "f", cursor).isEmpty(), "a cursor ends");
        var other = cursor.substring(0, Math.min(at, cursor.length()))
                + letter
                + cursor.substring(Math.min(at + 1, cursor.length()));
        Property.holds(
                same(cursor, other) || CURSORS.position(CALL, "f", other).isEmpty(), "a changed cursor opens nothing");
    }

    private static boolean same(String one, String other) {
        try {
            return Arrays.equals(
                    Base64.getUrlDecoder().decode(one), Base64.getUrlDecoder().decode(other));
        } catch (IllegalArgumentException notBase64) {
            return false;
        }
    }

    private static <I> Call<I> call(Operation<I, ?> operation, I input) {
        var actor = new Actor(Actor.Kind.API_KEY, "key_1", "key");
        var tenant = new TenantId(new UUID(9, 9));
        var workspace = new WorkspaceId(new UUID(1, 1));
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
        var charge = new Charge("rest.read", 1, 20, "1", new Charge.Hold(1, 7));
        return new Call<>(
                operation, new Caller(actor, tenant, workspace), input, Conditions.NONE, facts, charge, Instant.MAX);
    }

    private static Call<?> call() {
        CompiledFace<?, ?> list =
                Objects.requireNonNull(Offered.CATALOGUE.tools().get("list_tasks"));
        return list(list);
    }

    private static <I> Call<I> list(CompiledFace<I, ?> face) {
        ToolInput<I> tool = Objects.requireNonNull(face.tool());
        return switch (tool.read(null)) {
            case ParsedInput.Valid<I>(I input, Conditions _) -> call(face.operation(), input);
            case ParsedInput.Invalid<I> invalid -> throw new IllegalStateException(invalid.toString());
        };
    }
}
