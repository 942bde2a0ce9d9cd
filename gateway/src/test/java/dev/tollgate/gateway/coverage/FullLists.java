package dev.tollgate.gateway.coverage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.operation.Answer;
import dev.tollgate.gateway.catalogue.CompiledFace;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/** Makes lists as long as a page can be, of records that are as large as they may be. */
record FullLists(World world) {

    private static final int RECORDS = 101;

    /** Characters of records that are enough for any page. */
    private static final int CHARS = 1_500_000;

    private static final String LIMIT = "limit";

    /** Texts that {@link LargestInput} made, which begin with a number. */
    private static final Pattern NUMBERED = Pattern.compile("^n\\d+ ");

    private static final AtomicInteger NUMBERS = new AtomicInteger(1_000_000);

    static boolean isList(CompiledFace<?, ?> face) {
        return face.operation().answer() instanceof Answer.Paged<?>;
    }

    /** What asks for the largest page without any filter. */
    ObjectNode page(CompiledFace<?, ?> list) {
        var sample = world.kept(list);
        var fields = JsonNodeFactory.instance.objectNode();
        var schema = list.rest().schema().document();
        list.face().route().parameters().stream()
                .filter(sample::has)
                .forEach(name -> fields.set(name, sample.get(name)));
        schema.path("required").forEach(name -> fields.set(name.asText(), sample.path(name.asText())));
        var limit = schema.path("properties").path(LIMIT);
        return limit.isMissingNode()
                ? fields
                : fields.put(LIMIT, limit.path("maximum").asInt());
    }

    /** Makes the records of a list, until one is refused, or the workspace can have no more of what they need. */
    void fill(CompiledFace<?, ?> list) {
        creator(list).ifPresent(creator -> {
            var parents = page(list);
            parents.remove(LIMIT);
            var large = LargestInput.of(creator, world.sample(creator));
            int records = Math.min(RECORDS, CHARS / large.toString().length() + 2);
            boolean made = true;
            for (int record = 0; record < records && made; record++) {
                made = made(creator, numbered(large, large), parents) || madeAnew(creator, large, parents);
            }
        });
    }

    private boolean madeAnew(CompiledFace<?, ?> creator, ObjectNode large, ObjectNode parents) {
        try {
            return made(creator, numbered(world.sample(creator), large), parents);
        } catch (AssertionError full) {
            return false;
        }
    }

    private boolean made(CompiledFace<?, ?> creator, ObjectNode fields, ObjectNode parents) {
        fields.setAll(parents);
        return world.call(creator, fields).status() < 400;
    }

    /** A new record with the large texts and free fields of another. */
    private static ObjectNode numbered(ObjectNode sample, ObjectNode large) {
        var fields = sample.deepCopy();
        for (var field : large.properties()) {
            var value = field.getValue();
            if (value.isTextual() && NUMBERED.matcher(value.asText()).find()) {
                var text = NUMBERED.matcher(value.asText()).replaceFirst("n" + NUMBERS.incrementAndGet() + ' ');
                fields.put(
                        field.getKey(),
                        text.substring(0, Math.min(text.length(), value.asText().length())));
            } else if (value.isObject() && !fields.has(field.getKey())) {
                fields.set(field.getKey(), value);
            }
        }
        return fields;
    }

    private static Optional<? extends CompiledFace<?, ?>> creator(CompiledFace<?, ?> list) {
        return World.CATALOGUE.faces(list.face().plane()).stream()
                .filter(face -> face.face().route().method().equals("POST"))
                .filter(face ->
                        face.face().route().path().equals(list.face().route().path()))
                .filter(face -> face.operation().answer() instanceof Answer.Json<?>)
                .findFirst();
    }
}
