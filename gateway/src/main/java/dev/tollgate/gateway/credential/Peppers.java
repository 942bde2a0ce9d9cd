package dev.tollgate.gateway.credential;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The peppers an installation knows: new secrets are hashed with the current one, and secrets with another are still
 * found. Safe for use from any thread.
 */
public final class Peppers {

    /** Each further pepper costs a hash per unknown token. */
    public static final int OTHERS_MAX = 3;

    private final Pepper present;
    private final List<Pepper> all;

    /** The present pepper and the others, each with an id of its own. */
    public Peppers(Pepper present, List<Pepper> others) {
        this.present = present;
        this.all = new ArrayList<>(others.size() + 1);
        all.add(present);
        all.addAll(others);
        if (ids().size() != all.size() || others.size() > OTHERS_MAX) {
            throw new IllegalArgumentException(
                    "peppers have an id each, and there are at most " + OTHERS_MAX + " beside the present one");
        }
    }

    public Pepper present() {
        return present;
    }

    /** The ids of all, the present one first. */
    public Set<String> ids() {
        return all.stream().map(Pepper::id).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The hashes under which a token may be stored, that of the present pepper first. */
    public List<byte[]> hashes(Token token) {
        return all.stream().map(pepper -> pepper.hash(token)).toList();
    }
}
