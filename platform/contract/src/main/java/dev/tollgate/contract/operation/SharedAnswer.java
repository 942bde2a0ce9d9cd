package dev.tollgate.contract.operation;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An answer that many calls are given, the same instance each time: it is written once. Its {@link Written} is no field
 * of the answer that callers see.
 */
public interface SharedAnswer {

    /** Where the answer's JSON is kept. */
    Written written();

    /** The JSON of one answer, made when it is first asked for. Confined to one event loop. */
    final class Written {
        private byte @Nullable [] json;

        /** The bytes; not to be changed. */
        public byte[] by(Object answer, Function<Object, byte[]> writer) {
            byte[] known = json;
            if (known == null) {
                known = writer.apply(answer);
                json = known;
            }
            return known;
        }
    }
}
