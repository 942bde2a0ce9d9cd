package dev.tollgate.gateway.mcp.protocol;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.gateway.mcp.list.ListPage;
import dev.tollgate.gateway.pipeline.CallResult;
import dev.tollgate.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Result of a request, independent of its era. */
public sealed interface McpReply {

    /** A result that needs nothing more from its client. */
    String COMPLETE = "complete";

    /** The operation and result that log, metrics and audit record. */
    Account account();

    /**
     * Operation and result of the request, for log and metrics.
     *
     * @param operation null where none was called
     */
    record Account(@Nullable Operation<?, ?> operation, CallResult<?> result) {
        /** Answered without an operation. */
        public static final Account SERVED = new Account(null, new CallResult<>(Outcome.done(true), null));

        /** Refused without an operation. */
        public static Account refused(Refusal refusal) {
            return new Account(null, CallResult.refused(refusal));
        }
    }

    /**
     * A result.
     *
     * @param members those of the result, without braces, {@code _meta} and {@code resultType}
     * @param meta the members of its {@code _meta}, without braces; may be empty
     * @param type the {@code resultType} of the modern era
     * @param page where the members are a page that may go out compressed; else null
     */
    record Result(
            Buffer members,
            Buffer meta,
            String type,
            Account account,
            @Nullable ListPage page) implements McpReply {

        /** One that is never compressed. */
        public Result(Buffer members, Buffer meta, String type, Account account) {
            this(members, meta, type, account, null);
        }
    }

    /**
     * A JSON-RPC error.
     *
     * @param data missing for none
     */
    record Fault(int code, String message, JsonNode data, Account account) implements McpReply {}

    /**
     * A refusal below the protocol, by HTTP status.
     *
     * @param challenge the value of {@code WWW-Authenticate}; null where a better token would not help
     */
    record Refused(Refusal refusal, @Nullable String challenge, Account account) implements McpReply {}

    /** A result of members that are JSON already. */
    static Result members(byte[] members) {
        return new Result(JsonRpcResults.shared(members), Buffer.buffer(), COMPLETE, Account.SERVED);
    }

    /** A page of a list. */
    static Result page(ListPage page) {
        return new Result(JsonRpcResults.shared(page.json()), Buffer.buffer(), COMPLETE, Account.SERVED, page);
    }

    /** A result as a tree; may hold its own {@code _meta} and {@code resultType}. */
    static Result result(ObjectNode tree) {
        var members = tree.deepCopy();
        var type = members.remove("resultType");
        var meta = members.remove("_meta");
        return new Result(
                JsonRpcResults.shared(inner(members)),
                meta == null ? Buffer.buffer() : JsonRpcResults.shared(inner(meta)),
                type == null ? COMPLETE : type.asText(),
                Account.SERVED);
    }

    /** An error of the protocol, without more to say. */
    static Fault fault(int code, String message) {
        return fault(code, message, MissingNode.getInstance());
    }

    /** An error of the protocol. */
    static Fault fault(int code, String message, JsonNode data) {
        return new Fault(code, message, data, Account.refused(new Refusal.MalformedRequest(message)));
    }

    /** A refusal by status, without an operation. */
    static Refused refused(Refusal refusal) {
        return new Refused(refusal, null, Account.refused(refusal));
    }

    /** Whether a refusal is sent as HTTP status: the call had no effect and can be retried. */
    static boolean byStatus(Refusal refusal) {
        return refusal instanceof Refusal.ServiceUnavailable away && !away.effectUnknown();
    }

    /** This reply, now. */
    default Future<McpReply> now() {
        return Future.succeededFuture(this);
    }

    /** An object's members as JSON, without braces. */
    static byte[] inner(JsonNode object) {
        var bytes = Json.bytes(object);
        return Arrays.copyOfRange(bytes, 1, bytes.length - 1);
    }
}
