package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.operation.Trait;
import dev.tollgate.gateway.catalogue.form.DryRunAnswer;
import dev.tollgate.gateway.catalogue.form.Envelopes;
import dev.tollgate.gateway.catalogue.form.WriteOnlyAnswer;
import dev.tollgate.gateway.catalogue.input.RestInput;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import org.jspecify.annotations.Nullable;

/**
 * One way to reach an operation, with everything a call needs prepared.
 *
 * @param moduleBit the bit of the module that must be on; 0 where none must
 * @param scopeBit the bit of the scope the credential must have; 0 where none is needed
 * @param rest reads path, query and body
 * @param tool reads a tool's arguments; null where the face is no MCP tool
 * @param element schema of the record in the answer
 * @param envelope schema of the whole answer: {@code data}, {@code request_id} and, of pages, {@code next_cursor}
 */
public record CompiledFace<I, A>(
        ProductModule module,
        Operation<I, A> operation,
        Face<I, A> face,
        long moduleBit,
        long scopeBit,
        RestInput<I> rest,
        @Nullable ToolInput<I> tool,
        ObjectNode element,
        ObjectNode envelope) {

    /** Whether callers that may not read what it writes are answered less: then the schemas have both forms. */
    public boolean mayRedact() {
        return WriteOnlyAnswer.isOf(operation, face);
    }

    /** Schema of the whole answer of a tool: of a call, and of a dry run where the operation has one; lists count. */
    public ObjectNode toolEnvelope() {
        return operation.has(Trait.DRY_RUN)
                ? DryRunAnswer.both(envelope)
                : Envelopes.counted(operation.answer(), envelope);
    }

    /** Schema of the record as a dry run answers it. */
    public ObjectNode dryRunElement() {
        return DryRunAnswer.loose(element);
    }

    /** Schema of the whole answer of a dry run around a record's. */
    public ObjectNode dryRunEnvelope(ObjectNode record) {
        return DryRunAnswer.alone(envelope, record);
    }

    /** Who signs the messages that come this way; null where a credential says who calls. */
    public Access.@Nullable Signed signed() {
        return face.access() instanceof Access.Signed signed ? signed : null;
    }

    /** Whether any person with a valid token of the identity provider may call, also without a membership. */
    public boolean identified() {
        return face.access() instanceof Access.Identified;
    }

    /** Whether the caller's rights decide, and not a signature or a secret in the input. */
    public boolean judgesCallers() {
        return signed() == null && !identified();
    }

    /** The scope a credential must have, or null where any will do or roles decide. */
    public @Nullable Scope scope() {
        return scope(face.access());
    }

    /** The scope that this access needs, or null. */
    public static @Nullable Scope scope(Access access) {
        return switch (access) {
            case Access.Scoped(String _, Scope scope) -> scope;
            case Access.ScopeOnly(Scope scope) -> scope;
            case Access.AnyCredential _, Access.Roles _, Access.AnySignedIn _, Access.Identified _, Access.Signed _ ->
                null;
        };
    }

    static @Nullable String module(Access access) {
        return switch (access) {
            case Access.Scoped(String module, Scope _) -> module;
            case Access.ScopeOnly _,
                    Access.AnyCredential _,
                    Access.Roles _,
                    Access.AnySignedIn _,
                    Access.Identified _,
                    Access.Signed _ -> null;
        };
    }
}
