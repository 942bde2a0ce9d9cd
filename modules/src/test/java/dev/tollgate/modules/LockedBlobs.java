package dev.tollgate.modules;

import dev.tollgate.blobs.BlobKey;
import dev.tollgate.blobs.BlobStore;
import io.vertx.core.Future;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs that a store does not delete, as those under a legal hold in a bucket. */
public final class LockedBlobs {

    private final Set<BlobKey> locked = ConcurrentHashMap.newKeySet();

    public void lock(BlobKey key) {
        locked.add(key);
    }

    /** The store, but for the deletion of locked blobs. */
    BlobStore over(BlobStore store) {
        return (BlobStore) Proxy.newProxyInstance(
                BlobStore.class.getClassLoader(),
                new Class<?>[] {BlobStore.class},
                (_, method, args) -> method.getName().equals("delete") && locked.contains((BlobKey) args[0])
                        ? Future.failedFuture("the blob is locked")
                        : called(store, method, args));
    }

    private static Object called(BlobStore store, Method method, Object[] args) throws Throwable {
        try {
            return method.invoke(store, args);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }
}
