package dev.tollgate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.operation.Plane;
import dev.tollgate.contract.operation.WorkspaceState;
import dev.tollgate.gateway.catalogue.Catalogue;
import dev.tollgate.gateway.catalogue.CompiledFace;
import dev.tollgate.records.ModuleProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The golden file of workspace state and audit per control operation. Run with {@code -Dgolden.update} to write it. */
class ControlAccessTest {

    private static final Path GOLDEN = Path.of("src/test/resources/golden/control-access.txt");
    private static final String LINE = "%-32s %-10s %-34s %s";

    private final Catalogue catalogue = Catalogue.of(ModuleProvider.all());

    @Test
    void workspace_state_and_audit_of_every_operation_are_as_recorded() throws IOException {
        var lines = new TreeSet<String>();
        catalogue.faces().forEach(face -> lines.add(line(face).stripTrailing()));
        var table = LINE.formatted("operation", "workspace", "audit action", "audit resource")
                + '\n'
                + String.join("\n", lines)
                + '\n';

        if (System.getProperty("golden.update") != null) {
            Files.writeString(GOLDEN, table);
        }
        assertThat(table).isEqualTo(Files.readString(GOLDEN));
    }

    private static String line(CompiledFace<?, ?> face) {
        var operation = face.operation();
        return LINE.formatted(operation.name(), workspace(face), operation.action(), operation.resource());
    }

    /** On the app plane every call needs its workspace active. */
    private static String workspace(CompiledFace<?, ?> face) {
        if (face.face().plane() == Plane.APP) {
            return "app";
        }
        if (!face.face().route().parameters().contains("workspace_id")) {
            return "none";
        }
        return face.operation().workspaceState() == WorkspaceState.ACTIVE ? "active" : "any";
    }
}
