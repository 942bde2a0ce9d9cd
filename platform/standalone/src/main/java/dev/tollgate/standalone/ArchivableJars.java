package dev.tollgate.standalone;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collections;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;

/**
 * Rewrites jars of classes that an AOT cache leaves out because they are of Java 5 or older: the same code, with the
 * stack maps of Java 8. The launcher runs it before the training run.
 */
public final class ArchivableJars {
    private static final String CLASS = ".class";
    private static final String MODULE = "module-info.class";

    private ArchivableJars() {}

    /** Takes the paths of the jars, which must be on the class path. */
    public static void main(String[] arguments) throws IOException {
        for (var jar : arguments) {
            rewrite(Path.of(jar));
        }
    }

    /** Replaces a jar as a whole; a failure leaves it as it is. */
    static void rewrite(Path jar) throws IOException {
        var fresh = jar.resolveSibling(jar.getFileName() + ".new");
        try (var in = new JarFile(jar.toFile());
                var out = new JarOutputStream(Files.newOutputStream(fresh))) {
            for (var entry : Collections.list(in.entries())) {
                out.putNextEntry(new JarEntry(entry.getName()));
                var bytes = in.getInputStream(entry).readAllBytes();
                out.write(isCode(entry.getName()) ? withStackMaps(bytes) : bytes);
                out.closeEntry();
            }
        }
        Files.move(fresh, jar, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static boolean isCode(String entry) {
        return entry.endsWith(CLASS) && !entry.endsWith(MODULE);
    }

    private static byte[] withStackMaps(byte[] bytes) {
        var classFile = ClassFile.of(
                ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.defaultResolver()));
        ClassTransform newer = (made, element) -> {
            if (element instanceof ClassFileVersion) {
                made.withVersion(ClassFile.JAVA_8_VERSION, 0);
            } else {
                made.with(element);
            }
        };
        // Code is written anew only if something goes over its instructions.
        CodeTransform same = (made, element) -> made.with(element);
        return classFile.transformClass(
                classFile.parse(bytes), newer.andThen(ClassTransform.transformingMethodBodies(same)));
    }
}
