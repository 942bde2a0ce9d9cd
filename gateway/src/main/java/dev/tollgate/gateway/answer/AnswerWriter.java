package dev.tollgate.gateway.answer;

import dev.tollgate.contract.caller.RequestId;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.BatchAnswer;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.PreparedAnswer;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.catalogue.form.AnswerForm;
import dev.tollgate.records.work.AnswerEncoder;
import dev.tollgate.runtime.json.Json;
import dev.tollgate.runtime.json.JsonText;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes answers as JSON: {@code data} alone, as stored for replays, and the envelope around it. */
public final class AnswerWriter implements AnswerEncoder {

    private static final byte[] DATA = ascii("{\"data\":");
    private static final byte[] NEXT_CURSOR = JsonText.name("next_cursor");
    private static final byte[] DELETED = JsonText.name("deleted");
    private static final byte[] UPDATED_UNTIL = JsonText.name("updated_until");
    private static final byte[] TOTAL = JsonText.name("total");
    private static final byte[] TOTAL_AT_LEAST = JsonText.name("total_at_least");
    private static final byte[] REQUEST_ID = JsonText.name("request_id");
    private static final byte[] DRY_RUN = ascii(",\"dry_run\":true");
    private static final String REQUEST = TypeId.prefix(RequestId.class);
    private static final int FRAME_LENGTH = 96;
    private static final int TEXT_LENGTH = 1_024;

    /** Result of one item of a batch. */
    private record Item(
            int index, @Nullable Object data, @Nullable Problem problem) {}

    private final Problems problems;

    public AnswerWriter(Problems problems) {
        this.problems = problems;
    }

    @Override
    public Buffer data(Call<?> call, Object answer) {
        return Buffer.buffer(
                data(answer, call.facts().requestId(), call.caller().tenant()));
    }

    /** A single record as in an envelope's {@code data}. */
    public byte[] data(Object record) {
        return record instanceof PreparedAnswer prepared ? prepared.json() : Json.bytes(record);
    }

    /**
     * Writes the envelope of an answer.
     *
     * @param form how much of it the caller gets
     */
    public void envelope(JsonText to, Object answer, RequestId requestId, @Nullable TenantId tenant, AnswerForm form) {
        to.raw(DATA);
        if (form.isWhole()) {
            data(to, answer, requestId, tenant);
        } else {
            to.raw(form.of(data(answer, requestId, tenant)));
        }
        end(to, answer instanceof Page<?> page ? page : null, requestId, form.isDryRun());
    }

    /** The same in a text of its own. */
    public JsonText envelope(Object answer, RequestId requestId, @Nullable TenantId tenant, AnswerForm form) {
        var text = new JsonText(TEXT_LENGTH);
        envelope(text, answer, requestId, tenant, form);
        return text;
    }

    /**
     * The envelope of an answer.
     *
     * @param data what the caller gets of it
     */
    public static JsonText envelope(byte[] data, Object answer, RequestId requestId, boolean dryRun) {
        var page = answer instanceof Page<?> some ? some : null;
        return enveloped(data, page, requestId, dryRun);
    }

    /** The envelope of {@code data} alone. */
    public static JsonText envelope(byte[] data, RequestId requestId) {
        return enveloped(data, null, requestId, false);
    }

    /**
     * Writes the envelope of what an earlier call was answered.
     *
     * @param form how much of it the caller gets now
     */
    public void replayed(JsonText to, Buffer data, RequestId requestId, AnswerForm form) {
        to.raw(DATA).raw(form.of(data.getBytes()));
        end(to, null, requestId, false);
    }

    /** The same in a text of its own. */
    public JsonText replayed(Buffer data, RequestId requestId, AnswerForm form) {
        var text = new JsonText(data.length() + FRAME_LENGTH);
        replayed(text, data, requestId, form);
        return text;
    }

    /** A problem document, as bytes. */
    public Buffer problem(Refusal refusal, RequestId requestId, @Nullable TenantId tenant) {
        return Json.buffer(problems.problem(refusal, requestId, tenant));
    }

    /** The {@code data} of an answer. */
    public byte[] data(Object answer, RequestId requestId, @Nullable TenantId tenant) {
        return switch (answer) {
            case Page<?> page -> items(page);
            case BatchAnswer<?> batch -> Json.bytes(items(batch, requestId, tenant));
            default -> data(answer);
        };
    }

    private void data(JsonText to, Object answer, RequestId requestId, @Nullable TenantId tenant) {
        switch (answer) {
            case PreparedAnswer prepared -> prepared.pieces(to::raw);
            case Page<?> page -> {
                var prepared = page.prepared();
                if (prepared == null) {
                    to.value(page.items());
                } else {
                    to.raw(prepared.json());
                }
            }
            case BatchAnswer<?> batch -> to.value(items(batch, requestId, tenant));
            default -> to.value(answer);
        }
    }

    private static byte[] items(Page<?> page) {
        var prepared = page.prepared();
        return prepared == null ? Json.bytes(page.items()) : prepared.json();
    }

    private List<Item> items(BatchAnswer<?> batch, RequestId requestId, @Nullable TenantId tenant) {
        var items = new ArrayList<Item>(batch.items().size());
        for (var outcome : batch.items()) {
            items.add(
                    switch (outcome) {
                        case Outcome.Done<?>(var data) -> new Item(items.size(), data, null);
                        case Outcome.Refused<?>(var refusal) ->
                            new Item(items.size(), null, problems.problem(refusal, requestId, tenant));
                        case Outcome.Replayed<?> _ ->
                            throw new IllegalStateException("an item of a batch is never a replay of its own");
                    });
        }
        return items;
    }

    private static JsonText enveloped(byte[] data, @Nullable Page<?> page, RequestId requestId, boolean dryRun) {
        var envelope = new JsonText(data.length + FRAME_LENGTH).raw(DATA).raw(data);
        end(envelope, page, requestId, dryRun);
        return envelope;
    }

    private static void end(JsonText envelope, @Nullable Page<?> page, RequestId requestId, boolean dryRun) {
        if (page != null) {
            write(envelope, page);
        }
        if (dryRun) {
            envelope.raw(DRY_RUN);
        }
        envelope.raw(REQUEST_ID).id(REQUEST, requestId.value()).raw('}');
    }

    private static void write(JsonText envelope, Page<?> page) {
        if (page.deleted() != null) {
            envelope.raw(DELETED).raw(Json.bytes(page.deleted()));
        }
        if (page.nextCursor() != null) {
            envelope.raw(NEXT_CURSOR).text(page.nextCursor());
        }
        if (page.updatedUntil() != null) {
            envelope.raw(UPDATED_UNTIL).text(page.updatedUntil());
        }
        var total = page.total();
        if (total != null) {
            envelope.raw(total.exact() ? TOTAL : TOTAL_AT_LEAST).number(total.count());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
