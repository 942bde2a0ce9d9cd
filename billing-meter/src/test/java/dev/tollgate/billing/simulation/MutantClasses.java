package dev.tollgate.billing.simulation;

import static java.util.Map.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.BranchInstruction;
import java.lang.classfile.instruction.ConstantInstruction.LoadConstantInstruction;
import java.util.HashMap;
import java.util.Map;

/** The product's classes, loaded once more with a mutation in one of them. Test servers are those of everybody. */
final class MutantClasses extends ClassLoader {

    private static final String PRODUCT = "dev.tollgate.";
    private static final String SERVERS = "dev.tollgate.embedded.";

    private static final Map<Opcode, Opcode> INVERSE = inverse(Map.ofEntries(
            entry(Opcode.IFEQ, Opcode.IFNE),
            entry(Opcode.IFLT, Opcode.IFGE),
            entry(Opcode.IFGT, Opcode.IFLE),
            entry(Opcode.IF_ICMPEQ, Opcode.IF_ICMPNE),
            entry(Opcode.IF_ICMPLT, Opcode.IF_ICMPGE),
            entry(Opcode.IF_ICMPGT, Opcode.IF_ICMPLE),
            entry(Opcode.IF_ACMPEQ, Opcode.IF_ACMPNE),
            entry(Opcode.IFNULL, Opcode.IFNONNULL)));

    private final ProductMutation mutation;
    private boolean mutated;

    MutantClasses(ProductMutation mutation) {
        super(MutantClasses.class.getClassLoader());
        this.mutation = mutation;
    }

    private static Map<Opcode, Opcode> inverse(Map<Opcode, Opcode> half) {
        Map<Opcode, Opcode> both = new HashMap<>(half);
        half.forEach((one, other) -> both.put(other, one));
        return Map.copyOf(both);
    }

    /** Whether a class with the mutation was loaded. */
    boolean isMutated() {
        return mutated;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PRODUCT) || name.startsWith(SERVERS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            var known = findLoadedClass(name);
            return known == null ? defined(name) : known;
        }
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
        try (var file = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (file == null) {
                throw new ClassNotFoundException(name);
            }
            var bytes = changed(name, file.readAllBytes());
            return defineClass(name, bytes, 0, bytes.length);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    private byte[] changed(String name, byte[] original) {
        return switch (mutation) {
            case ProductMutation.Text(var _, var text, var instead) ->
                transformed(original, ClassTransform.transformingMethodBodies(replacing(text, instead)));
            case ProductMutation.Condition(var _, var in, var method, int number)
            when in.equals(name) ->
                transformed(
                        original,
                        ClassTransform.transformingMethodBodies(
                                one -> (one.methodName().stringValue()
                                                + one.methodType().stringValue())
                                        .startsWith(method),
                                CodeTransform.ofStateful(() -> inverting(number))));
            case ProductMutation.Condition _, ProductMutation.Function _ -> original;
        };
    }

    private static byte[] transformed(byte[] original, ClassTransform transform) {
        var file = ClassFile.of();
        return file.transformClass(file.parse(original), transform);
    }

    private CodeTransform replacing(String text, String instead) {
        return (code, element) -> {
            if (element instanceof LoadConstantInstruction load
                    && load.constantValue() instanceof String constant
                    && constant.contains(text)) {
                mutated = true;
                var _ = code.loadConstant(constant.replace(text, instead));
            } else {
                var _ = code.with(element);
            }
        };
    }

    private CodeTransform inverting(int number) {
        int[] seen = {0};
        return (code, element) -> {
            if (element instanceof BranchInstruction branch
                    && INVERSE.get(branch.opcode()) instanceof Opcode inverse
                    && seen[0]++ == number) {
                mutated = true;
                var _ = code.branch(inverse, branch.target());
            } else {
                var _ = code.with(element);
            }
        };
    }
}
