package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.JsonGrammar;
import dev.tollgate.fuzz.Offered;
import dev.tollgate.gateway.catalogue.CompiledFace;
import io.vertx.core.MultiMap;
import java.util.List;

/** Any merge patch is read as the same patch its print is, or refused with at most 100 faults. */
public final class MergePatchFuzz {

    private static final List<CompiledFace<?, ?>> PATCHES = Offered.faces("PATCH");

    private MergePatchFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var choices = new Choices(input);
        var face = choices.of(PATCHES);
        var schema = face.rest().schema().document();
        var body = new JsonGrammar(schema, choices).value(schema);
        if (body instanceof ObjectNode object && !choices.once(8)) {
            object.remove(face.face().route().parameters());
        }
        InputRuns.rest(face, InputRuns.found(face), MultiMap.caseInsensitiveMultiMap(), body.deepCopy());
    }
}
