package dev.tollgate.gateway.app;

import dev.tollgate.contract.caller.Surface;
import dev.tollgate.records.file.FileSigner;
import org.jspecify.annotations.Nullable;

/** The planes that a listener serves. Routes of the other plane do not exist on it. */
enum ListenerPlanes {
    BOTH(true, true),
    APP(true, false),
    CONTROL(false, true);

    private static final String V1 = "/v1";
    private static final String CONTROL_V1 = "/control/v1";
    private static final String CONTROL_ROOT = "/control";
    private static final String CONSOLE = "/console";
    private static final String DOCS = "/docs";
    private static final String MCP = "/mcp";

    private final boolean app;
    private final boolean control;

    ListenerPlanes(boolean app, boolean control) {
        this.app = app;
        this.control = control;
    }

    /** The surface of a path; null for a path that is not served. */
    @Nullable Surface surface(String path) {
        if (app && under(path, V1)) {
            return Surface.REST;
        }
        if (control && under(path, CONTROL_V1)) {
            return Surface.CONTROL;
        }
        return app && under(path, MCP) ? Surface.MCP : null;
    }

    /** Whether the path is one of a file: files are on the app plane. */
    boolean files(String path) {
        return app && under(path, FileSigner.PATH);
    }

    /** Whether the path is one of the console, which is where the control plane is. */
    boolean console(String path) {
        return control && under(path, CONSOLE);
    }

    /** Whether something to read is there: the reference and its pages are on both. */
    boolean shows(String path) {
        return under(path, DOCS) || (under(path, CONTROL_ROOT) ? control : app);
    }

    private static boolean under(String path, String root) {
        return path.startsWith(root) && (path.length() == root.length() || path.charAt(root.length()) == '/');
    }
}
