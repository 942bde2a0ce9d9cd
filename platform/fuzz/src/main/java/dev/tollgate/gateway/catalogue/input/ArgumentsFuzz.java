package dev.tollgate.gateway.catalogue.input;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.fuzz.Choices;
import dev.tollgate.fuzz.JsonGrammar;
import dev.tollgate.fuzz.Offered;
import dev.tollgate.gateway.catalogue.CompiledFace;
import java.util.Objects;

/** Any arguments of any tool, by grammar or as raw JSON, are read or refused with at most 100 faults. */
public final class ArgumentsFuzz {

    private ArgumentsFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var choices = new Choices(input);
        CompiledFace<?, ?> face = choices.of(Offered.TOOLS);
        run(face, choices);
    }

    private static <I> void run(CompiledFace<I, ?> face, Choices choices) {
        ToolInput<I> tool = Objects.requireNonNull(face.tool());
        if (choices.once(2)) {
            var made = new JsonGrammar(tool.checked(), choices).value(tool.checked());
            InputRuns.judged(tool.read(made.deepCopy()), face.rest().schema());
        } else if (StrictJson.read(choices.rest()) instanceof StrictJson.Text.Tree(JsonNode tree)) {
            InputRuns.judged(tool.read(tree), face.rest().schema());
        }
    }
}
