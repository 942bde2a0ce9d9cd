package dev.tollgate.gateway.catalogue;

import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.gateway.catalogue.form.Envelopes;
import dev.tollgate.gateway.catalogue.form.WriteOnlyAnswer;
import dev.tollgate.gateway.catalogue.input.InputSchema;
import dev.tollgate.gateway.catalogue.input.RestInput;
import dev.tollgate.gateway.catalogue.input.ToolInput;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import java.util.ArrayList;
import java.util.List;

/** Makes of each face what its calls need: schemas, validators, bits. Runs once, at start. */
final class FaceCompiler {

    private final RecordSchemas schemas = new RecordSchemas();
    private final BitIndex<Scope> scopes;
    private final BitIndex<String> switches;
    private final List<String> faults;

    FaceCompiler(BitIndex<Scope> scopes, BitIndex<String> switches, List<String> faults) {
        this.scopes = scopes;
        this.switches = switches;
        this.faults = faults;
    }

    /** All faces, in order; what cannot be described is added to the faults instead. */
    List<CompiledFace<?, ?>> compiled(List<ProductModule> modules) {
        var faces = new ArrayList<CompiledFace<?, ?>>();
        for (var module : modules) {
            for (var operation : module.operations()) {
                try {
                    faces.addAll(faces(module, operation));
                } catch (RuntimeException undescribable) {
                    faults.add(operation.name() + " cannot be described: " + undescribable.getMessage());
                }
            }
        }
        return faces;
    }

    private <I, A> List<CompiledFace<I, A>> faces(ProductModule module, Operation<I, A> operation) {
        var type = operation.body().shape();
        var fields = schemas.input(type, operation.answer().element());
        var input = new InputSchema<>(fields, type);
        faults.addAll(SchemaFaults.in(operation, input));
        var record = schemas.output(operation.answer().shape());
        var faces = new ArrayList<CompiledFace<I, A>>();
        for (var face : operation.faces()) {
            var scope = CompiledFace.scope(face.access());
            var key = CompiledFace.module(face.access());
            var element =
                    WriteOnlyAnswer.isOf(operation, face) ? WriteOnlyAnswer.schema(record, operation, face) : record;
            faces.add(new CompiledFace<>(
                    module,
                    operation,
                    face,
                    key == null ? 0 : switches.bit(key),
                    scope == null ? 0 : scopes.bit(scope),
                    new RestInput<>(operation, face, input),
                    face.plane() == Plane.APP ? new ToolInput<>(operation, fields, type, record) : null,
                    element,
                    Envelopes.around(operation.answer(), element)));
        }
        return faces;
    }
}
