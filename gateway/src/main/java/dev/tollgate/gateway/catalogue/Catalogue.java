package dev.tollgate.gateway.catalogue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Face;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.contract.operation.Route;
import dev.tollgate.contract.operation.Shape;
import dev.tollgate.gateway.catalogue.input.RouteTrie;
import dev.tollgate.gateway.catalogue.schema.RecordSchemas;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every operation of the product, with everything that can be prepared before the first call. An instance exists only
 * for valid declarations. Immutable; shared by all event loops. Deterministic order: modules by key, operations as
 * declared, tools by name.
 */
public final class Catalogue {

    private static final List<String> VERBS = List.of("read", "write");

    private final List<ProductModule> modules;
    private final BitIndex<Scope> scopes;
    private final BitIndex<String> switches;
    private final List<CompiledFace<?, ?>> faces;
    private final SequencedMap<String, CompiledFace<?, ?>> tools;
    private final RouteTrie<CompiledFace<?, ?>> routes;

    private Catalogue(
            List<ProductModule> modules,
            BitIndex<Scope> scopes,
            BitIndex<String> switches,
            List<CompiledFace<?, ?>> faces) {
        this.modules = modules;
        this.scopes = scopes;
        this.switches = switches;
        this.faces = List.copyOf(faces);
        this.tools = tools(faces);
        Map<Route, CompiledFace<?, ?>> byRoute = new LinkedHashMap<>();
        faces.forEach(face -> byRoute.put(face.face().route(), face));
        this.routes = RouteTrie.of(byRoute);
    }

    /**
     * Checks and compiles all declarations.
     *
     * @throws CatalogueRejected with every fault there is
     */
    public static Catalogue of(Iterable<? extends ProductModule> declared) {
        var modules = new ArrayList<ProductModule>();
        declared.forEach(modules::add);
        modules.sort(Comparator.comparing(ProductModule::key));
        var faults = new ArrayList<>(DeclarationFaults.in(modules));
        if (!faults.isEmpty()) {
            // Schemas of broken declarations would only repeat these faults in worse words.
            throw new CatalogueRejected(faults);
        }
        var scopes = scopes(modules);
        var switches = switches(modules);
        var compiler = new FaceCompiler(scopes, switches, faults);
        var faces = compiler.compiled(modules);
        if (!faults.isEmpty()) {
            throw new CatalogueRejected(faults);
        }
        return new Catalogue(List.copyOf(modules), scopes, switches, faces);
    }

    /** The JSON Schema of a record that answers are made of. */
    public static ObjectNode schema(Class<?> record) {
        return new RecordSchemas().output(Shape.of(record));
    }

    public List<ProductModule> modules() {
        return modules;
    }

    /** The module with this key, or null. */
    public @Nullable ProductModule module(String key) {
        for (var module : modules) {
            if (module.key().equals(key)) {
                return module;
            }
        }
        return null;
    }

    /** Every scope a credential can have. */
    public BitIndex<Scope> scopes() {
        return scopes;
    }

    /** The keys of the modules that can be switched on and off. */
    public BitIndex<String> switches() {
        return switches;
    }

    public List<CompiledFace<?, ?>> faces() {
        return faces;
    }

    public List<CompiledFace<?, ?>> faces(Plane plane) {
        return faces.stream().filter(face -> face.face().plane() == plane).toList();
    }

    /** The MCP tools, by name. */
    public SequencedMap<String, CompiledFace<?, ?>> tools() {
        return tools;
    }

    /** The routes of both planes. */
    public RouteTrie<CompiledFace<?, ?>> routes() {
        return routes;
    }

    /** The face of an operation on a plane. */
    public @Nullable CompiledFace<?, ?> face(String operation, Plane plane) {
        for (var face : faces) {
            if (face.face().plane() == plane && face.operation().name().equals(operation)) {
                return face;
            }
        }
        return null;
    }

    private static SequencedMap<String, CompiledFace<?, ?>> tools(List<CompiledFace<?, ?>> faces) {
        SequencedMap<String, CompiledFace<?, ?>> tools = new TreeMap<>();
        for (var face : faces) {
            if (face.tool() != null) {
                tools.put(face.operation().name(), face);
            }
        }
        return Collections.unmodifiableSequencedMap(tools);
    }

    private static BitIndex<String> switches(List<ProductModule> modules) {
        var keys = new LinkedHashSet<String>();
        for (var module : modules) {
            if (module.switchable()) {
                keys.add(module.key());
            }
        }
        return new BitIndex<>(keys);
    }

    /** Read and write of every module that can be on, whether or not it has an operation yet, and the free areas. */
    private static BitIndex<Scope> scopes(List<ProductModule> modules) {
        var scopes = new LinkedHashSet<Scope>();
        for (var module : modules) {
            if (module.switchable()) {
                VERBS.forEach(verb -> scopes.add(new Scope(module.key() + ':' + verb)));
            }
        }
        for (var module : modules) {
            for (var operation : module.operations()) {
                for (Face<?, ?> face : faces(operation)) {
                    if (face.access() instanceof Access.ScopeOnly(Scope scope)) {
                        scopes.add(scope);
                    }
                }
            }
        }
        return new BitIndex<>(scopes);
    }

    private static <I, A> List<Face<I, A>> faces(Operation<I, A> operation) {
        return operation.faces();
    }
}
