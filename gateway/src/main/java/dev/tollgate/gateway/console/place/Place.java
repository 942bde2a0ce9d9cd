package dev.tollgate.gateway.console.place;

import dev.tollgate.gateway.catalogue.CompiledFace;

/** What a path of the console is. */
public sealed interface Place {

    /** The operation behind it. */
    CompiledFace<?, ?> face();

    /** The route of the console, with the parameters of the operation's own. */
    String path();

    /** The answer of a read: a list or a record. */
    record Shown(CompiledFace<?, ?> face, String path) implements Place {}

    /** A form that calls an operation which changes something. */
    record Form(CompiledFace<?, ?> face, String path) implements Place {}
}
