package dev.tollgate.contract.caller;

import java.util.UUID;

/**
 * The identity of one thing. The database stores {@link #value()}; callers see {@link #text()}, a TypeID such as
 * {@code tsk_01h455vb4pex5vsknk084sn02q}. Implementations are records of one UUID that carry {@link IdPrefix}.
 */
public interface Id {

    UUID value();

    default String text() {
        return TypeId.text(getClass(), value());
    }
}
