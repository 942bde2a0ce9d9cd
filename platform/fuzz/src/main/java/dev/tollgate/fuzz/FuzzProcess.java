package dev.tollgate.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.File;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The JVM of one target. Jazzer reads every class of the class path, for subclasses of those whose methods it hooks,
 * and compares every call it instruments with all it found. It is shown our artifacts alone, and sees the JDK by
 * itself: with all libraries a target took several times as long before its first input.
 */
final class FuzzProcess {

    private static final String CLASS_PATH = "java.class.path";

    private FuzzProcess() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        System.setProperty(CLASS_PATH, withoutLibraries(System.getProperty(CLASS_PATH)));
        Jazzer.main(arguments);
    }

    /** The entries that are folders of classes, or jars of ours. */
    static String withoutLibraries(String classPath) {
        return Stream.of(classPath.split(File.pathSeparator, -1))
                .filter(entry -> !isLibrary(new File(entry).getName()))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isLibrary(String name) {
        return name.endsWith(".jar") && !name.startsWith("tollgate-");
    }
}
