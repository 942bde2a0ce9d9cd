package dev.tollgate.fuzz;

import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.records.ModuleProvider;
import java.util.List;

/** The catalogue of the product, as a gateway has it. */
public final class Offered {

    public static final Catalogue CATALOGUE = Catalogue.of(ModuleProvider.all());

    public static final List<CompiledFace<?, ?>> TOOLS =
            List.copyOf(CATALOGUE.tools().values());

    private Offered() {}

    /** The faces of a method. */
    public static List<CompiledFace<?, ?>> faces(String method) {
        return CATALOGUE.faces().stream()
                .filter(face -> face.face().route().method().equals(method))
                .toList();
    }
}
