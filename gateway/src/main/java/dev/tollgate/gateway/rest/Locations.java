package dev.tollgate.gateway.rest;

import dev.tollgate.contract.operation.Answer;
import dev.tollgate.contract.operation.Effect;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Resource;
import dev.tollgate.contract.operation.Success;
import dev.tollgate.gateway.answer.BaseUrls;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/** URLs of created records: the route of the get operation on the same plane. Computed once from the declarations. */
final class Locations {

    private static final String ID = "id";

    private final IdentityHashMap<CompiledFace<?, ?>, String> templates = new IdentityHashMap<>();
    private final BaseUrls urls;

    Locations(Catalogue catalogue, BaseUrls urls) {
        this.urls = urls;
        for (var face : catalogue.faces()) {
            if (face.operation().success() == Success.CREATED) {
                var path = readRoute(catalogue, face);
                if (path != null) {
                    templates.put(face, path);
                }
            }
        }
    }

    /** The URL of the record, or null when it has none of its own. */
    @Nullable String location(RouteTrie.Match.Found<?> found, CompiledFace<?, ?> face, Object answer) {
        var template = templates.get(face);
        if (template == null || !(answer instanceof Resource created)) {
            return null;
        }
        var names = found.route().parameters();
        int last = template.lastIndexOf('/') + 1;
        var path = template.substring(0, last) + named(created, template.substring(last + 1, template.length() - 1));
        for (int at = 0; at < names.size(); at++) {
            path = path.replace('{' + names.get(at) + '}', found.parameters().get(at));
        }
        return urls.of(face.face().plane()) + path;
    }

    /** What the record is read by: the field of this name, or its id. */
    private static String named(Resource created, String parameter) {
        for (var component : created.getClass().getRecordComponents()) {
            if (!parameter.equals(ID) && component.getName().equals(parameter)) {
                try {
                    return String.valueOf(component.getAccessor().invoke(created));
                } catch (ReflectiveOperationException impossible) {
                    throw new IllegalStateException(impossible);
                }
            }
        }
        return created.id().text();
    }

    private static @Nullable String readRoute(Catalogue catalogue, CompiledFace<?, ?> created) {
        for (var face : catalogue.faces(created.face().plane())) {
            var path = face.face().route().path();
            if (reads(face.operation(), created.operation().resource()) && path.endsWith("}")) {
                return path;
            }
        }
        return null;
    }

    private static boolean reads(Operation<?, ?> operation, String resource) {
        return operation.effect() == Effect.READ
                && operation.answer() instanceof Answer.Json<?>
                && operation.resource().equals(resource);
    }
}
